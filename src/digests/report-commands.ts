import { type Day, dayOf, daysBetween, isDay, writeDay } from '../core/day.ts';
import { type Command, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { periodBefore, periodOf } from '../core/period.ts';
import type { UnitRow } from '../core/records.ts';
import {
  bySoonest,
  type Deadline,
  isReview,
  isSent,
  nextDeadlines,
  type ReportKind,
  type ReviewKind,
} from '../indicators/deadlines.ts';
import { keepReviewDay, reviewDay, reviewDays, reviewMeant, reviewsOf, upwardOf } from '../indicators/reviews.ts';
import { keepSentReport, reportStates, type SentReport, sentReports } from '../indicators/sent-reports.ts';
import { plansOf } from '../indicators/unit-facts.ts';
import { unitsBelow } from '../indicators/units-below.ts';
import { reportName } from './digest-text.ts';
import { findUnits } from './drill-down.ts';
import { reportKindNamed } from './kind-named.ts';
import type { DigestParts } from './parts.ts';

export interface Speaking {
  command(id: string, run: Command['run'], takesRest?: boolean): Command;
  say(said: Said, key: string, params?: Record<string, string | number>): Outgoing;
  unitOf(said: Said): UnitRow | null;
}

const namesShown = 10;
/** Who has not sent is named when the day is so near. */
const namedWithin = 30;

/** What officials say of the reports that go up: sent, received, who has sent, and by when a review is due. */
export function reportCommands({ store, texts, plans }: DigestParts, { command, say, unitOf }: Speaking): Command[] {
  return [
    command('sent', markSent, true),
    command('received', markReceived, true),
    command('states', states),
    command('due-interim', (said, rest) => settleReview('interim-review', said, rest), true),
    command('due-final', (said, rest) => settleReview('final-review', said, rest), true),
  ];

  /** "đã gửi báo cáo tháng": the one that is due next, or was due last. */
  async function markSent(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    const kind = reportKindNamed({ texts }, rest);
    if (!unit) return justSay(say(said, 'no-unit'));
    const report = kind === null || kind === 'week' ? null : await meantReport(kind, unit.id, said);
    if (!report) return justSay(say(said, 'sent-how'));
    const row = { unitId: unit.id, period: report.period, state: 'sent' as const, sentAt: said.now.toISOString() };
    return {
      kind: 'next',
      says: [say(said, 'sent-done', { unit: unit.name, report: reportName(texts, report), day: writeDay(said.today) })],
      changes: [keepSentReport({ ...row, receivedAt: null })],
      state: null,
    };
  }

  async function markReceived(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    const kind = reportKindNamed({ texts }, rest);
    if (!unit) return justSay(say(said, 'no-unit'));
    const name = kind === null ? '' : behindKind(kind, rest);
    const [from, ...others] = name === '' ? [] : await findUnits(store, unit, name, said.today);
    const report = kind === null ? null : await meantReport(kind, null, said);
    if (!report || !from || others.length > 0 || from.id === unit.id) return justSay(say(said, 'received-how'));
    const sent = (await sentReports(store)).filter((one) => one.unitId === from.id);
    const before = isReview(report.kind) ? report.period : periodBefore(report.period);
    const known =
      sent.find(({ period }) => period === report.period) ?? sent.filter(({ period }) => period === before)[0];
    const period = known?.period ?? report.period;
    const now = said.now.toISOString();
    const row = { unitId: from.id, period, state: 'received' as const, sentAt: known?.sentAt ?? now, receivedAt: now };
    return {
      kind: 'next',
      says: [say(said, 'received-done', { unit: from.name, report: reportName(texts, { ...report, period }) })],
      changes: [keepSentReport(row)],
      state: null,
    };
  }

  /** For each report that falls due next: how far her own is, how many of those below have sent theirs, and who has not. */
  async function states(said: Said): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'no-unit'));
    const { byLevel } = await unitsBelow(store, unit, said.today);
    const senders = byLevel.commune.filter(({ id }) => id !== unit.id);
    const owed = await owedBy(unit, said.today);
    if (owed.length === 0) return justSay(say(said, 'states-none'));
    const all = await reportStates(store);
    const sendsUp = unit.kind !== 'central' && unit.parentId !== null;
    const lines = owed.flatMap(({ due, ...report }) => {
      if (due === null) return [noDay(said, report)];
      const name = reportName(texts, report);
      const own = all.find((one) => one.unitId === unit.id && one.period === report.period);
      const ownLine = texts.say('digests.commands.states-own', {
        ...{ report: name, day: writeDay(due), state: stateText(own, said.today) },
      });
      return [
        ...(sendsUp || senders.length === 0 ? [ownLine] : []),
        ...(senders.length > 0 ? belowLines({ ...report, due }, name, senders, all, said.today) : []),
      ];
    });
    return justSay(plain(lines.join('\n')));
  }

  function belowLines(
    report: Deadline,
    name: string,
    senders: readonly UnitRow[],
    all: readonly SentReport[],
    today: Day,
  ): string[] {
    const missing = senders.filter(({ id }) => !isSent(report, id, all));
    const ofSenders = all.filter(
      ({ unitId, period }) => period === report.period && senders.some(({ id }) => id === unitId),
    );
    const count = (state: SentReport['state']) => ofSenders.filter((one) => one.state === state).length;
    const names = missing.slice(0, namesShown).map((one) => one.name);
    return [
      texts.say('digests.commands.states-title', {
        ...{ report: name, day: writeDay(report.due), n: senders.length - missing.length, all: senders.length },
      }),
      ...(count('received') + count('draft') === 0
        ? []
        : [texts.say('digests.commands.states-received', { n: count('received'), drafts: count('draft') })]),
      ...(missing.length === 0 || daysBetween(today, report.due) > namedWithin
        ? []
        : [texts.say('digests.commands.states-line', { names: names.join('; ') })]),
    ];
  }

  /** What the unit and those below it owe: reports of plans in force, and reviews of this year also where no day is settled. */
  async function owedBy(unit: UnitRow, today: Day): Promise<(Omit<Deadline, 'due'> & { due: Day | null })[]> {
    const inForce = plansOf(unit, plans);
    const days = await reviewDays(store);
    const upward = (await upwardOf(store, [unit.id], today)).get(unit.id) ?? [];
    const reviews = reviewsOf(inForce).map(({ plan, kind, period, year }) => ({
      ...{ plan: plan.code, kind, period, year, due: reviewDay(days, period, upward) },
    }));
    const dated = reviews.flatMap(({ year: _, due, ...one }) =>
      due !== null && due >= today ? [{ ...one, due }] : [],
    );
    const undated = reviews.filter(({ year, due }) => due === null && year === Number(today.slice(0, 4)));
    return [...[...nextDeadlines(inForce, today), ...dated].sort(bySoonest), ...undated];
  }

  function noDay(said: Said, report: Pick<Deadline, 'kind' | 'period' | 'plan'>): string {
    const how = wordsFor(report.kind === 'final-review' ? 'final-review' : 'interim-review');
    const year = said.today.slice(0, 4);
    return say(said, 'states-no-day', { report: reportName(texts, report), how, year }).text;
  }

  function stateText(own: SentReport | undefined, today: Day): string {
    const at = own?.receivedAt ?? own?.sentAt ?? own?.draftedAt ?? null;
    const day = at === null ? '' : writeDay(dayOf(new Date(at)), today);
    return texts.say(`digests.commands.state-of.${own?.state ?? 'none'}`, { day });
  }

  /** "hạn sơ kết 15/12/2026": the plans name a year only, so the day is settled here, for her unit and all below it. */
  async function settleReview(kind: ReviewKind, said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'no-unit'));
    const review = reviewMeant(plansOf(unit, plans), kind, said.today);
    const due = readWholeDay(rest);
    if (!review || due === null || due < said.today)
      return justSay(
        say(said, 'review-day-how', { how: wordsFor(kind), year: review?.year ?? said.today.slice(0, 4) }),
      );
    const report = reportName(texts, { kind, period: review.period, plan: review.plan.code });
    return {
      kind: 'next',
      says: [say(said, 'review-day-done', { unit: unit.name, report, day: writeDay(due) })],
      changes: [keepReviewDay({ period: review.period, unitId: unit.id, due })],
      state: null,
    };
  }

  function wordsFor(kind: ReviewKind): string {
    return texts.words(`digests.commands.words.due-${kind === 'interim-review' ? 'interim' : 'final'}`)[0] ?? '';
  }

  /** The report of this kind that somebody speaks of today: the one due next, unless the one before it was never marked. */
  async function meantReport(kind: ReportKind, unitId: string | null, said: Said) {
    if (isReview(kind)) {
      const review = reviewMeant(plans, kind, said.today);
      return review && { kind, plan: review.plan.code, period: review.period };
    }
    const next = nextDeadlines(plans, said.today).find((one) => one.kind === kind);
    const period = next?.period ?? periodBefore(periodOf(kind, said.today));
    const before = periodBefore(period);
    const begun = periodOf(kind, said.today) === period;
    const sent = unitId === null ? [] : await sentReports(store);
    const missed = unitId !== null && begun && kind !== 'plan-year' && !isSent({ period: before }, unitId, sent);
    return { kind, plan: next?.plan ?? '', period: missed ? before : period };
  }

  function behindKind(kind: ReportKind, rest: string): string {
    const words = texts.words(`digests.commands.kinds.${kind}`).map((word) => word.split(' ').length);
    const said = rest.trim().split(/\s+/u);
    const length = Math.max(...words.filter((n) => reportKindNamed({ texts }, said.slice(0, n).join(' ')) === kind), 1);
    return said.slice(length).join(' ');
  }
}

/** `15/12/2026`; null for what is no day. */
function readWholeDay(text: string): Day | null {
  const [, date = '', month = '', year = ''] = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/u.exec(text) ?? [];
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(day) ? day : null;
}
