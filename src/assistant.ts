import { type Bot, newBot } from './bot/bot.ts';
import { type MenuLine, newMenu } from './bot/menu.ts';
import { newOpenQuestions } from './bot/open-questions.ts';
import type { Observe } from './bot/parts.ts';
import { newCampaigns } from './campaigns/campaigns.ts';
import { named as campaignNamed } from './campaigns/commands.ts';
import { labelsOf } from './check-ins/labels.ts';
import { checkInDialog, newCheckIns } from './check-ins/new-check-ins.ts';
import { sweepPhotos } from './check-ins/sweep-photos.ts';
import { buildLexicon, type Lexicon } from './check-ins/understanding/lexicon.ts';
import { read as readReport } from './check-ins/understanding/understand.ts';
import { campaignOfDigest } from './coming-campaign.ts';
import type { Content } from './content/load-content.ts';
import { addToFigure } from './core/change.ts';
import type { Channel } from './core/channel.ts';
import { after, type Clock, days } from './core/clock.ts';
import { type Day, dayOf, instantOf } from './core/day.ts';
import { type Command, type Dialog, justSay } from './core/dialog.ts';
import { describeForeign } from './core/errors.ts';
import type { Log } from './core/log.ts';
import { plain } from './core/outgoing.ts';
import { monthOf } from './core/period.ts';
import { addPush, notYetPushed } from './core/push.ts';
import type { Store } from './core/store.ts';
import type { Texts } from './core/texts.ts';
import type { WebRoute } from './core/web.ts';
import { newDigests } from './digests/digests.ts';
import { withFigureWords } from './digests/figure-commands.ts';
import { reportKindNamed } from './digests/kind-named.ts';
import { type DangerGate, newDangerGate } from './help/danger-gate.ts';
import { newHelp } from './help/new-help.ts';
import { previewIsNeutral } from './help/preview.ts';
import { formSheetDialog } from './indicators/form-sheet-dialog.ts';
import { lastReportOf } from './indicators/last-report.ts';
import { officialsForm } from './indicators/officials-form.ts';
import { type Knowledge, newKnowledge } from './knowledge/knowledge.ts';
import { newOrganisation } from './organisation/organisation.ts';
import { readSheetAside } from './organisation/sheet-aside.ts';
import { type ChannelLimits, channelLimits } from './outbox/channel-limits.ts';
import { enqueue } from './outbox/enqueue.ts';
import { forecast } from './outbox/forecast.ts';
import { newOutbox, type Outbox } from './outbox/outbox.ts';
import { openMessage, sealMessage } from './outbox/payload.ts';
import { Schedule } from './outbox/schedule.ts';
import type { PhotoFiles } from './photo-files.ts';
import { newCleanUp } from './privacy/clean-up.ts';
import { newOwnData } from './privacy/own-data.ts';
import type { KeyedSealing } from './privacy/sealing.ts';
import { newQuestions } from './questions.ts';
import { newReports } from './reports/reports.ts';

/** What the assistant stands on: the same in the program, in `to-am chat`, in tests and in the simulation. */
export interface AssistantParts {
  content: Content;
  store: Store;
  sealing: KeyedSealing;
  clock: Clock;
  log: Log;
  channels: ReadonlyMap<string, Channel>;
  /** What the platforms allow; the table of the outbox without it. */
  limits?: Readonly<Record<string, ChannelLimits>>;
  photos: PhotoFiles;
  /** Where the program is reached from outside; null or absent when it is not. */
  publicUrl?: string | null;
  /** Where an invitation's link leads; null where no messenger has links. */
  joinLink?: (token: string) => string | null;
  observe?: Observe;
  /** In a demonstration a role may be taken on the web page too. */
  rolesOnWeb?: boolean;
}

export interface Assistant {
  bot: Bot;
  outbox: Outbox;
  /** Pages behind signed links. */
  routes: readonly WebRoute[];
  /** Opens the outbox and every channel. One ill channel holds up neither the others nor the start. */
  open(): Promise<void>;
  /** Once a minute: what has fallen due. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

/** The households more that each commune helps to a whole set in a year (plan ND, target 3). */
const householdTarget = 5;
const noticeTemplate = 'organisation';

/** Joins the features into the bot. Nothing runs until `open`. */
export function newAssistant(parts: AssistantParts): Assistant {
  const { content, store, sealing, clock, log, channels } = parts;
  const { texts } = content;
  const openQuestions = newOpenQuestions({ store, sealing });
  const limits = parts.limits ?? channelLimits;
  const outbox = newOutbox({
    ...{ store, channels, sealing, texts, clock, log, limits },
    openScripts: (personIds) => openQuestions.among(personIds),
    putToSleep: (personId) => openQuestions.putToSleep(personId),
    turnsWaiting: () => bot.turnsUnderWay(),
  });
  outbox.register(noticeTemplate, async (row) => (row.sealedPayload ? openMessage(sealing, row.sealedPayload) : null));

  const { lexicon, answers, gate } = preparedFrom(content);
  const labels = labelsOf(content.checkIns, Object.fromEntries(content.campaigns.map(({ id, short }) => [id, short])));
  const checkIns = newCheckIns({
    ...{ store, texts, sealing, clock, householdTarget },
    understand: rememberingLast((text, today) => readReport(text, today, lexicon)),
    labels,
    savePhoto: (id, bytes) => parts.photos.save(id, bytes),
    historyFrom: (accountId) => organisation.historyFrom(accountId),
  });
  const organisation = newOrganisation({
    ...{ store, texts, sealing, clock, log },
    consentDialog: 'consent',
    rolesOnWeb: parts.rolesOnWeb ?? false,
    ...(parts.joinLink ? { joinLink: parts.joinLink } : {}),
    push: ({ key, personId, message, notBefore, expiresAt }) => [
      addPush(
        {
          key,
          to: { id: personId },
          kind: 'deadline',
          notBefore,
          expires: expiresAt,
          sealedPayload: sealMessage(sealing, message),
        },
        clock.now(),
      ),
    ],
  });
  const ownData = newOwnData({ store, texts, sealing, clock });
  const help = newHelp({
    ...{ store, texts, clock, content: content.help, gate },
    readSheet: readSheetAside,
  });
  const campaigns = newCampaigns({
    ...{ store, texts, sealing, clock, campaigns: content.campaigns },
    enqueue: (audience) => enqueue(store, audience),
    forecast: (personIds) => forecast({ store, clock, limits }, personIds),
    checkIn: { dialog: checkInDialog, opening: (text) => ({ text }) },
    opensQuietly: (text) => previewIsNeutral(text, content.sensitive),
  });
  for (const [template, render] of campaigns.renderers) outbox.register(template, render);
  const digests = newDigests({
    ...{ store, texts, clock, plans: content.plans, labels },
    coming: (day, unitId) => campaignOfDigest(content.campaigns, day, { store, unitId }),
    campaignNamed: (text) => campaignNamed(text, content.campaigns),
    seal: (message) => sealMessage(sealing, message),
    open: (sealed) => openMessage(sealing, sealed),
  });
  for (const [template, render] of digests.renderers) outbox.register(template, render);
  const form = officialsForm({ store, texts });
  const formSheet = formSheetDialog({ store, texts, readSheet: readSheetAside });
  const sheets = { commands: [formSheet.command], dialogs: [formSheet.dialog as Dialog] };
  const reports = newReports({
    ...{ store, texts, clock, sealing, plans: content.plans, publicUrl: parts.publicUrl ?? null },
    kindNamed: (text) => reportKindNamed({ texts }, text),
    kindSaid: (kind) => texts.say(`digests.commands.due-kind.${kind}`),
  });
  const schedule = new Schedule({ store, clock, log });
  schedule.add({ name: 'campaigns', due: (from, to) => campaigns.due(from, to) });
  schedule.add({ name: 'digests', due: (from, to) => digests.due(from, to) });
  const spans = content.plans.map((plan) => ({
    from: plan.validFrom,
    until: plan.validUntil,
    lastReport: lastReportOf(plan),
  }));
  const sweptPhotos = async () => {
    await sweepPhotos(store, parts.photos, clock.now());
    return [];
  };
  schedule.add(newCleanUp({ store, plans: spans, others: [organisation.cleanUp, sweptPhotos] }));
  schedule.add({ name: 'services', due: (from, to) => monthlySlots(from, to, remindOfServices) });

  /** Officials are told which numbers of their directory nobody has called for half a year. */
  async function remindOfServices(now: Date): Promise<void> {
    const pushes = (await help.reminders(dayOf(now))).map(({ key, personId, message }) => ({
      key: `${noticeTemplate}/${key}`,
      to: { id: personId },
      kind: 'deadline' as const,
      notBefore: now,
      expires: after(now, days(14)),
      sealedPayload: sealMessage(sealing, message),
    }));
    const fresh = await notYetPushed(store, pushes);
    await store.commit(fresh.map((push) => addPush(push, now)));
  }

  /** Monthly numbers of what is asked about, by topic only, five at a time. */
  function countTopic(topic: string): void {
    const month = monthOf(dayOf(clock.now()));
    const n = help.topics.note(topic, month);
    if (n > 0)
      void store
        .commit([addToFigure(`questions/${topic}`, 'everywhere', month, n)])
        .catch((error: unknown) => log.warn('topic-not-counted', describeForeign(error)));
  }

  const features = [checkIns, organisation, ownData, help, campaigns, digests, form, sheets, reports];
  const dialogs = features.flatMap((feature) => feature.dialogs);
  const campaignNames = content.campaigns.map(({ short }) => short);
  const bot: Bot = newBot({
    ...{ store, sealing, clock, log, channels, outbox },
    texts: withFigureWords(texts, content.plans, campaignNames),
    standingOf: organisation.standingOf,
    dialogs: new Map(dialogs.map((dialog) => [dialog.id, dialog])),
    commands: [howToAsk(texts), ...features.flatMap((feature) => feature.commands)],
    danger: help.danger,
    handover: help.handovers,
    observe: parts.observe ?? { turn() {}, danger() {} },
    invitations: { looksLikeCode: (text) => organisation.looksLikeCode(text), dialog: organisation.joinDialog },
    files: { dialog: formSheet.dialog.id },
    reports: { looksLikeReport: (text, today) => checkIns.readsAsReport(text, today), dialog: checkInDialog },
    unitNamed: digests.unitNamed,
    questions: newQuestions(content, answers, help, countTopic),
    menu: newMenu(menuLines, texts),
  });
  return {
    bot,
    outbox,
    routes: reports.routes,
    async open() {
      await outbox.open();
      await Promise.all([...channels.values()].map((channel) => channel.open(bot.receiveFrom(channel))));
    },
    async tick() {
      await schedule.tick();
    },
    async close() {
      await Promise.all([...channels.values()].map((channel) => channel.close()));
      await bot.close();
      await outbox.close();
    },
  };
}

const menuLines: readonly MenuLine[] = [
  { for: 'reporter', label: 'bot.menu.report', words: 'check-ins.weekly.words.report' },
  { for: 'reporter', label: 'bot.menu.look_back', words: 'check-ins.look-back.words.look-back' },
  { for: 'reporter', label: 'bot.menu.questions', words: 'bot.how_to_ask' },
  { for: 'reporter', label: 'bot.menu.help', words: 'help.command.card' },
  { for: 'official', label: 'bot.menu.digest', words: 'digests.commands.words.digest' },
  { for: 'official', label: 'bot.menu.write_report', words: 'digests.report.words.file' },
  { for: 'official', label: 'bot.menu.yearly_form', words: 'digests.form.words.open' },
  { for: 'official', label: 'bot.menu.report_own', words: 'check-ins.weekly.words.report' },
  { for: 'official', label: 'bot.menu.invite', words: 'organisation.command.invite' },
  { for: 'official', label: 'bot.menu.questions', words: 'bot.how_to_ask' },
  { for: 'official', label: 'bot.menu.help', words: 'help.command.card' },
  { for: 'member', label: 'bot.menu.questions', words: 'bot.how_to_ask' },
  { for: 'member', label: 'bot.menu.help', words: 'help.command.card' },
  { for: 'citizen', label: 'bot.menu.help', words: 'help.command.card' },
  { for: 'citizen', label: 'bot.menu.questions', words: 'bot.how_to_ask' },
  { for: 'citizen', label: 'bot.menu.join', words: 'organisation.command.join' },
];

function howToAsk(texts: Texts): Command {
  return {
    id: 'bot.how-to-ask',
    words: 'bot.how_to_ask',
    for: 'anyone',
    recorded: false,
    run: async () => justSay(plain(texts.say('bot.ask_freely'))),
  };
}

/** A sentence is read to see whether it is a report, and again by the dialog it opens: once is enough. */
function rememberingLast<R>(read: (text: string, today: Day) => R): (text: string, today: Day) => R {
  let last: { text: string; today: Day; reading: R } | null = null;
  return (text, today) => {
    if (last?.text !== text || last.today !== today) last = { text, today, reading: read(text, today) };
    return last.reading;
  };
}

interface Prepared {
  lexicon: Lexicon;
  answers: Knowledge;
  gate: DangerGate;
}

/** What takes long to make from the content and never changes: made once, however often an assistant is put together. */
const prepared = new WeakMap<Content, Prepared>();

function preparedFrom(content: Content): Prepared {
  const { knowledge, texts, sensitive, danger } = content;
  const made = prepared.get(content) ?? {
    lexicon: buildLexicon(content.checkIns),
    answers: newKnowledge({ ...knowledge, texts, sensitive }),
    gate: newDangerGate(danger),
  };
  prepared.set(content, made);
  return made;
}

/** The first of each month at nine, of use for two weeks. */
function monthlySlots(from: Date, to: Date, run: (now: Date) => Promise<void>) {
  const first = `${monthOf(dayOf(to))}-01`;
  const at = instantOf(first, '09:00');
  return at > from && at <= to ? [{ key: `services/${first}`, at, until: after(at, days(14)), run }] : [];
}
