import { daysBetween, writeDay } from '../core/day.ts';
import { type Command, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { daysOf } from '../core/period.ts';
import { type Post, postAs } from '../core/person.ts';
import { addPush } from '../core/push.ts';
import type { UnitRow } from '../core/records.ts';
import { isSent } from '../indicators/deadlines.ts';
import { sentReports } from '../indicators/sent-reports.ts';
import { deadlinesOf, unitFacts } from '../indicators/unit-facts.ts';
import { digestText, reportName } from './digest-text.ts';
import { readPage } from './drill-down.ts';
import { figureCommands } from './figure-commands.ts';
import { keepInviteTime, readInviteTime } from './invite-times.ts';
import { kindNamed } from './kind-named.ts';
import { keepLastDigest, keepShown, lineOfLastDigest, type Opened } from './last-digest.ts';
import { called, type DigestParts } from './parts.ts';
import { nudgesFor } from './reminders.ts';
import { reportCommands } from './report-commands.ts';
import { lastWeekOf, silentBranches } from './silent-branches.ts';
import { statementCommands } from './statement-commands.ts';
import { targetCommands } from './target-commands.ts';
import { wishCommands } from './wish-commands.ts';

const namesShown = 9;

/** What officials can ask about figures in a word. Everything is about the unit of the post they have, and what is below it. */
export function digestCommands(parts: DigestParts): Command[] {
  const { store, texts, plans } = parts;

  const commands: Command[] = [
    command('digest', showDigest, true),
    command('line', openLine),
    command('due', showDue),
    command('silent', showSilent),
    command('nudge', nudge, true),
    ...figureCommands(
      parts,
      { command, say, unitOf },
      (opened, said) => openedBy(opened)?.run(said, opened.rest) ?? null,
    ),
    ...wishCommands(parts, { command, say, unitOf }),
    ...targetCommands(parts, { command, say, unitOf }),
    ...statementCommands(parts, { command, say, unitOf }),
    ...reportCommands(parts, { command, say, unitOf }),
  ];
  return commands;

  function openedBy(opened: Opened): Command | undefined {
    return commands.find(({ id }) => id === `digests.${opened.command}`);
  }

  function command(id: string, run: Command['run'], takesRest = false): Command {
    return {
      ...{
        id: `digests.${id}`,
        words: `digests.commands.words.${id}`,
        takesRest,
        for: 'official',
        recorded: true,
        run,
      },
    };
  }

  function say(said: Said, key: string, params: Record<string, string | number> = {}): Outgoing {
    const person = said.standing?.person ?? { calledAs: 'chị' };
    return plain(texts.say(`digests.commands.${key}`, { ...called(person), ...params }));
  }

  /** "bản tin", "bản tin tháng", "bản tin năm kế hoạch"; without more the week that has ended last. */
  async function showDigest(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'no-unit'));
    const kind = kindNamed(parts, rest) ?? 'week';
    const at = kind === 'week' ? daysOf(lastWeekOf(said.today)).last : said.today;
    const facts = await unitFacts(store, { unit, kind, at, today: said.today, plans });
    const text = digestText(texts, facts, await parts.coming(said.today, unit.id));
    const changes = said.standing ? [keepLastDigest(said.standing.person.id, facts, said.now)] : [];
    return { kind: 'next', says: [plain(text)], changes, state: null };
  }

  /** "2" after a digest: what stands behind its second line. */
  async function openLine(said: Said): Promise<Step> {
    const n = Number(/\d+/u.exec(said.text)?.[0]);
    const opened = await lineOfLastDigest(store, said.standing?.person.id ?? '', n, said.now);
    const called = opened && openedBy(opened);
    return opened && called ? called.run(said, opened.rest) : { kind: 'not-understood', retry: say(said, 'no-line') };
  }

  /** The reports her unit owes next, and what she says to get and to settle each. */
  async function showDue(said: Said): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'no-unit'));
    const sent = await sentReports(store);
    const due = (await deadlinesOf(store, unit, plans, said.today)).filter((one) => !isSent(one, unit.id, sent));
    if (due.length === 0) return justSay(say(said, 'states-none'));
    const lines = due.slice(0, 4).map((one) =>
      texts.say('digests.commands.due-line', {
        ...{ report: reportName(texts, one), day: writeDay(one.due), days: daysBetween(said.today, one.due) },
        kind: texts.say(`digests.commands.due-kind.${one.kind}`),
      }),
    );
    return justSay(plain(lines.join('\n')));
  }

  /** Who has not reported for the last week, a screen at a time; the numbers go on over the pages ("xem 12" opens one). */
  async function showSilent(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'no-unit'));
    const { first, last } = daysOf(lastWeekOf(said.today));
    const week = { first: writeDay(first, last), last: writeDay(last) };
    const silent = await silentBranches(store, unit, said.today);
    if (silent.length === 0) return justSay(say(said, 'all-told', week));
    const { page } = readPage(texts, rest);
    const skipped = (page - 1) * namesShown;
    const lines = silent
      .slice(skipped, skipped + namesShown)
      .map(({ name }, i) => texts.say('digests.commands.silent-line', { n: skipped + i + 1, name }));
    const left = Math.max(0, silent.length - skipped - namesShown);
    const text = [
      say(said, 'silent-title', { n: silent.length, ...week }).text,
      ...lines,
      ...(left > 0 ? [texts.say('digests.commands.silent-more', { n: left })] : []),
      say(said, 'silent-nudge').text,
    ].join('\n');
    const next = `${texts.words('digests.why.words.page')[0] ?? ''} ${page + 1}`;
    const more = left > 0 ? ({ command: 'silent', rest: next } as const) : null;
    const changes = [await keepShown(store, said.standing?.person.id ?? '', { more }, said.now)];
    return { kind: 'next', says: [plain(text)], changes, state: null };
  }

  /** "nhắc" reminds those who have not reported; "nhắc báo cáo thứ 6 19 giờ" settles when they are invited each week. */
  async function nudge(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'no-unit'));
    if (rest !== '') {
      const read = readInviteTime(texts, rest);
      if (read.kind !== 'time') return justSay(say(said, read.kind === 'none' ? 'invite-how' : 'invite-too-early'));
      const weekday = texts.words(`digests.commands.weekdays.${read.time.weekday}`)[0] ?? '';
      const says = [say(said, 'invite-settled', { unit: unit.name, weekday, time: read.time.time })];
      return { kind: 'next', says, changes: [keepInviteTime(unit.id, read.time)], state: null };
    }
    const pushes = await nudgesFor(parts, await silentBranches(store, unit, said.today), said.now);
    const changes = pushes.map((push) => addPush(push, said.now));
    const people = new Set(pushes.map(({ to }) => to.id)).size;
    const says = [people === 0 ? say(said, 'nudged-none') : say(said, 'nudged', { n: people })];
    return { kind: 'next', says, changes, state: null };
  }
}

/** The unit an official speaks for: that of her latest post. */
export function unitOf(said: Said): UnitRow | null {
  const post: Post | null = postAs(said.standing, 'official') ?? postAs(said.standing, 'administrator');
  return post?.unit ?? null;
}
