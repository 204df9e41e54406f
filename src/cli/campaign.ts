import { Command } from 'commander';
import { announce, audienceRows } from '../campaigns/announce.ts';
import { peopleOf } from '../campaigns/audiences.ts';
import { type DueReminder, type Occurrence, occurrences, prefixOf, remindersOf } from '../campaigns/calendar.ts';
import type { Campaign } from '../campaigns/campaign-schema.ts';
import { forwardsUnder } from '../campaigns/forward.ts';
import { fillSection } from '../campaigns/render-campaign.ts';
import { type Progress, progressOf, resultsOf } from '../campaigns/results.ts';
import { goOn, heldOf, holdComing, letComingGo, pause, stop } from '../campaigns/stopping.ts';
import { readCampaigns } from '../content/campaign-content.ts';
import { ContentReader } from '../content/content-reader.ts';
import { dayOf } from '../core/day.ts';
import { OperatorError } from '../core/errors.ts';
import { limitsWith } from '../outbox/channel-limits.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { type Forecast, forecast } from '../outbox/forecast.ts';
import { promptsFolder } from '../paths.ts';
import { clockAt } from './clock-at.ts';
import { type CommandContext, withContext } from './context.ts';

interface Options {
  year?: string;
  at?: string;
  people?: string;
  json?: true;
  now?: string;
}

/** `to-am campaign`: what is planned, whom it would reach, sending by hand, stopping, and what came of it. */
export function campaignCommand(): Command {
  const command = new Command('campaign').description('Campaigns: list, preview, send, stop, pause, resume, results');
  const part = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .option('--year <year>', 'the year in which it begins; the next one without it')
      .option('--now <time>', 'as if it were this time')
      .option('--json', 'print JSON');
  part('list', 'the campaigns of a year with their reminders').action((options: Options) => list(options));
  part('preview', 'whom each reminder would reach, by channel, and how long that takes')
    .argument('<campaign>', 'for example 28-6')
    .option('--at <offset>', 'one reminder: D-7, D, E+3')
    .action((id: string, options: Options) => withContext(options, (context) => preview(id, options, context)));
  part('send', 'send a reminder now instead of at its time; nobody gets it twice')
    .argument('<campaign>')
    .requiredOption('--at <offset>', 'which reminder: D-7, D, E+3')
    .option('--people <n>', 'the number that preview shows: without it nothing is sent')
    .action((id: string, options: Options) => withContext(options, (context) => send(id, options, context)));
  for (const [name, description] of [
    ['stop', 'send nothing more of it'],
    ['pause', 'hold what has not left'],
    ['resume', 'go on after a pause'],
  ] as const) {
    part(name, description)
      .argument('<campaign>')
      .option('--at <offset>', 'one reminder only')
      .action((id: string, options: Options) => withContext(options, (context) => change(name, id, options, context)));
  }
  part('results', 'what was sent, to whom it did not come, and what was held')
    .argument('<campaign>')
    .action((id: string, options: Options) => withContext(options, (context) => results(id, options, context)));
  return command;
}

/** Needs no database. */
function list(options: Options): void {
  const today = dayOf(clockAt(options.now).now());
  const year = options.year === undefined ? Number(today.slice(0, 4)) : yearOf(options.year);
  const rows = readAll(year).flatMap((campaign) =>
    occurrences(campaign, year).map((occurrence) => ({
      id: campaign.id,
      title: campaign.title,
      first: occurrence.first,
      last: occurrence.last,
      theme: occurrence.theme,
      reminders: remindersOf(campaign, occurrence).map(({ reminder, day }) => ({
        at: reminder.at,
        day,
        time: reminder.time,
        to: reminder.to,
      })),
    })),
  );
  rows.sort((a, b) => (a.first < b.first ? -1 : 1));
  if (options.json) {
    console.log(JSON.stringify(rows, null, 2));
    return;
  }
  for (const { id, title, first, last, theme, reminders } of rows) {
    console.log(`${id}  ${first === last ? first : `${first} – ${last}`}  ${title}${theme ? `: ${theme}` : ''}`);
    for (const { at, day, time, to } of reminders) console.log(`    ${at.padEnd(5)} ${day} ${time}  ${to}`);
  }
}

async function preview(id: string, options: Options, context: CommandContext): Promise<void> {
  const { campaign, occurrence } = find(id, options, context);
  const shown = [];
  for (const due of remindersFor(campaign, occurrence, options)) {
    const forecastOf = await forecastFor(campaign, due, context);
    const text = fillSection(campaign, due.reminder.says, occurrence, {
      calledAs: '{chi}',
      unit: '{unit}',
    });
    shown.push({ at: due.reminder.at, to: due.reminder.to, when: due.at.toISOString(), ...forecastOf, text });
  }
  if (options.json) return console.log(JSON.stringify(shown, null, 2));
  for (const { at, to, when, people, byChannel, unreachable, seconds, text } of shown) {
    const channels = Object.entries(byChannel).map(([channel, n]) => `${channel} ${n}`);
    console.log(`${at} to ${to}, ${dayOf(new Date(when))}: ${people} people (${channels.join(', ') || 'no channel'})`);
    const missed = Object.entries(unreachable).map(([because, n]) => `${because} ${n}`);
    if (people === 0) console.log('    nobody is in this audience: nothing will be sent. Look at: to-am units tree');
    console.log(`    cannot be reached: ${missed.join(', ')}; takes about ${duration(seconds)}`);
    console.log(`${text.replace(/^/gm, '    | ')}\n`);
  }
}

async function send(id: string, options: Options, context: CommandContext): Promise<void> {
  const { store, clock } = context;
  const { campaign, occurrence } = find(id, options, context);
  const now = clock.now();
  const due = remindersFor(campaign, occurrence, options);
  const usable = due.filter(({ until }) => until > now);
  if (usable.length === 0) {
    throw refused(
      `The time of ${options.at} of ${id} ${occurrence.year} has passed; it would greet people late.`,
      'Choose a later reminder: to-am campaign list.',
    );
  }
  if ((await heldOf(store, [prefixOf(occurrence), ...usable.map(({ keyPrefix }) => keyPrefix)])) !== null)
    throw refused(`${id} ${occurrence.year} is held; nothing was sent.`, `First: to-am campaign resume ${id}.`);
  let people = 0;
  for (const one of usable) people += (await forecastFor(campaign, one, context)).people;
  if (people === 0)
    throw refused('Nobody is in this audience; nothing was sent.', 'Look at the units and roles: to-am units tree.');
  if (Number(options.people) !== people) {
    throw refused(
      `It would go to ${people} people; nothing was sent.`,
      `Look at it with preview, then add --people ${people}.`,
    );
  }
  let added = 0;
  for (const one of usable) {
    const atOnce = { ...one, at: one.at < now ? one.at : now };
    added += await announce({ store, enqueue: (audience) => enqueue(store, audience) }, campaign, atOnce, now);
  }
  if (options.json) return console.log(JSON.stringify({ people, added }));
  console.log(
    `${added} messages wait to leave; ${people - added} people had it already. The running assistant sends them.`,
  );
}

async function change(
  name: 'stop' | 'pause' | 'resume',
  id: string,
  options: Options,
  context: CommandContext,
): Promise<void> {
  const { store, clock } = context;
  const { campaign, occurrence } = find(id, options, context);
  if (options.at !== undefined) remindersFor(campaign, occurrence, options);
  const prefix = options.at === undefined ? prefixOf(occurrence) : `${prefixOf(occurrence)}${options.at}/`;
  const now = clock.now();
  const { waiting } = await progressOf(store, prefix);
  const coming = remindersFor(campaign, occurrence, options).filter(({ until }) => until > now).length;
  const held = await heldOf(store, [prefix]);
  if (name === 'resume' ? waiting === 0 && held === null : waiting === 0 && (coming === 0 || held === 'stopped')) {
    throw refused(
      `Nothing of ${prefix.slice(0, -1)} is left to ${name}: ${coming === 0 ? 'it is over' : name === 'resume' ? 'it was not held' : 'it was stopped before'}.`,
      `See: to-am campaign results ${id} --year ${occurrence.year}.`,
    );
  }
  const rows = [prefix, forwardsUnder(prefix)];
  await store.commit([
    ...rows.map((under) => (name === 'stop' ? stop(under, now) : name === 'pause' ? pause(under) : goOn(under, now))),
    name === 'resume' ? letComingGo(prefix) : holdComing(prefix, name === 'stop' ? 'stopped' : 'paused'),
  ]);
  const after = await progressOf(store, prefix);
  if (options.json) return console.log(JSON.stringify({ ...after, coming }));
  console.log(`${writeProgress(after)}; ${coming} reminders of it still to come${comingAre[name]}`);
}

const comingAre = { stop: ' will not be sent', pause: ' wait until resume', resume: '' } as const;

async function results(id: string, options: Options, context: CommandContext): Promise<void> {
  const { campaign, occurrence } = find(id, options, context);
  const found = await resultsOf(context.store, campaign, occurrence);
  if (options.json) return console.log(JSON.stringify(found, null, 2));
  for (const reminder of found.reminders) console.log(`${reminder.at.padEnd(5)} ${writeProgress(reminder)}`);
  const { reach, read, held, answers } = found;
  console.log(
    `reached directly ${reach.direct}, through a reporter's group ${reach.forwarded}, not at all ${reach.unreachable}; read: ${read ? `${read.read} of ${read.of} whose channel tells it` : 'told by no channel that brought it'}`,
  );
  console.log(`answers: ${answers.told} of ${answers.asked} branches that were asked have told of it since`);
  console.log(
    `held: ${held.activities} activities, ${held.participants} participants, in ${held.units} of ${held.unitsAsked} units`,
  );
  for (const { code, name, activities, participants } of found.heldByUnit) {
    console.log(`    ${code}  ${name}: ${activities}, ${participants ?? 'number not told'}`);
  }
}

async function forecastFor(
  campaign: Campaign,
  due: DueReminder,
  { store, clock, config }: CommandContext,
): Promise<Forecast> {
  const rows = await audienceRows({ store }, campaign, due, clock.now());
  const people = rows ? await peopleOf(store, rows.roles, rows.unitIds, rows.day) : [];
  return forecast({ store, clock, limits: limitsWith(config) }, people);
}

function find(id: string, options: Options, { clock }: CommandContext): { campaign: Campaign; occurrence: Occurrence } {
  const today = dayOf(clock.now());
  const thisYear = Number(today.slice(0, 4));
  const campaigns = readAll(thisYear);
  const campaign = campaigns.find((one) => one.id === id);
  if (!campaign)
    throw refused(`There is no campaign ${id}.`, `There are: ${campaigns.map((one) => one.id).join(', ')}.`);
  const years = options.year === undefined ? [thisYear, thisYear + 1] : [yearOf(options.year)];
  const found = years.flatMap((year) => occurrences(campaign, year));
  // Its questions and results come in the days after it.
  const occurrence =
    found.find((one) => options.year !== undefined || lastReminder(campaign, one) >= today) ?? found[0];
  if (!occurrence) throw refused(`${id} does not take place in ${years.join(' or ')}.`, 'Choose another --year.');
  return { campaign, occurrence };
}

function lastReminder(campaign: Campaign, occurrence: Occurrence): string {
  return remindersOf(campaign, occurrence).at(-1)?.day ?? occurrence.last;
}

function remindersFor(campaign: Campaign, occurrence: Occurrence, { at }: Options): DueReminder[] {
  const all = remindersOf(campaign, occurrence);
  const chosen = all.filter(({ reminder }) => at === undefined || reminder.at === at);
  if (chosen.length > 0) return chosen;
  const offsets = [...new Set(all.map(({ reminder }) => reminder.at))].join(', ');
  throw refused(`${campaign.id} has no reminder at ${at}.`, `It has: ${offsets}.`);
}

function readAll(year: number): Campaign[] {
  const reader = new ContentReader(promptsFolder);
  reader.readAllSentences({});
  reader.problems.length = 0; // of other files; `content check` tells them
  const campaigns = readCampaigns(reader, year);
  reader.throwProblems();
  return campaigns;
}

function yearOf(text: string): number {
  if (/^20\d\d$/.test(text)) return Number(text);
  throw refused(`${text} is no year.`, 'Write for example --year 2027.');
}

function refused(what: string, cure: string): OperatorError {
  return new OperatorError('TA-CAMPAIGN-001', `${what} ${cure}`);
}

function writeProgress({
  sent,
  waiting,
  unknown,
  blocked,
  outOfWindow,
  noAccount,
  unwanted,
  settled,
  stopped,
  failed,
}: Progress): string {
  return `sent ${sent}, waiting ${waiting}, unknown ${unknown}, blocked ${blocked}, out of window ${outOfWindow}, no account ${noAccount}, over a cap or not wanted ${unwanted}, had reported ${settled}, stopped ${stopped}, failed ${failed}`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}
