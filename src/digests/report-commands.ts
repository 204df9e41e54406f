import { writeDay } from '../core/day.ts';
import { type Command, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { type PeriodKind, periodBefore, periodOf } from '../core/period.ts';
import type { UnitRow } from '../core/records.ts';
import { isSent, nextDeadlines } from '../indicators/deadlines.ts';
import { keepSentReport, sentReports } from '../indicators/sent-reports.ts';
import { unitsBelow } from '../indicators/units-below.ts';
import { reportName } from './digest-text.ts';
import { findUnits } from './drill-down.ts';
import { kindNamed } from './kind-named.ts';
import type { DigestParts } from './parts.ts';

interface Speaking {
  command(id: string, run: Command['run'], takesRest?: boolean): Command;
  say(said: Said, key: string, params?: Record<string, string | number>): Outgoing;
  unitOf(said: Said): UnitRow | null;
}

/** What officials say of the reports that go up: sent, received, and who has sent. */
export function reportCommands({ store, texts, plans }: DigestParts, { command, say, unitOf }: Speaking): Command[] {
  return [command('sent', markSent, true), command('received', markReceived, true), command('states', states)];

  /** "đã gửi báo cáo tháng": the one that is due next, or was due last. */
  async function markSent(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    const kind = kindNamed({ texts }, rest);
    if (!unit) return justSay(say(said, 'no-unit'));
    if (kind === null || kind === 'week') return justSay(say(said, 'sent-how'));
    const report = await meantReport(kind, unit.id, said);
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
    const kind = kindNamed({ texts }, rest);
    if (!unit) return justSay(say(said, 'no-unit'));
    const name = kind === null ? '' : behindKind(kind, rest);
    const [from, ...others] = name === '' ? [] : await findUnits(store, unit, name, said.today);
    if (kind === null || !from || others.length > 0 || from.id === unit.id) return justSay(say(said, 'received-how'));
    const sent = (await sentReports(store)).filter((one) => one.unitId === from.id);
    const report = await meantReport(kind, null, said);
    const known =
      sent.find(({ period }) => period === report.period) ??
      sent.filter(({ period }) => period === periodBefore(report.period))[0];
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

  /** For each report that falls due next: how many of those below have sent it, and who has not. */
  async function states(said: Said): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'no-unit'));
    const { byLevel } = await unitsBelow(store, unit, said.today);
    const senders = byLevel.commune.filter(({ id }) => id !== unit.id);
    const inForce = plans.filter(({ example }) => !example);
    const deadlines = nextDeadlines(inForce.length > 0 ? inForce : plans, said.today);
    if (deadlines.length === 0 || senders.length === 0) return justSay(say(said, 'states-none'));
    const sent = await sentReports(store);
    const told = deadlines.map((deadline) => {
      const missing = senders.filter(({ id }) => !isSent(deadline, id, sent));
      const title = texts.say('digests.commands.states-title', {
        report: reportName(texts, deadline),
        day: writeDay(deadline.due),
        n: senders.length - missing.length,
        all: senders.length,
      });
      const names = missing.slice(0, 10).map(({ name }) => name);
      return missing.length === 0
        ? title
        : [title, texts.say('digests.commands.states-line', { names: names.join('; ') })].join('\n');
    });
    return justSay(plain(told.join('\n')));
  }

  /** The report of this kind that somebody speaks of today: the one due next, unless the one before it was never marked. */
  async function meantReport(kind: PeriodKind, unitId: string | null, said: Said) {
    const next = nextDeadlines(plans, said.today).find((one) => one.kind === kind);
    const period = next?.period ?? periodBefore(periodOf(kind, said.today));
    const before = periodBefore(period);
    const begun = periodOf(kind, said.today) === period;
    const sent = unitId === null ? [] : await sentReports(store);
    const missed = unitId !== null && begun && kind !== 'plan-year' && !isSent({ period: before }, unitId, sent);
    return { kind, plan: next?.plan ?? '', period: missed ? before : period };
  }

  function behindKind(kind: PeriodKind, rest: string): string {
    const words = texts.words(`digests.commands.kinds.${kind}`).map((word) => word.split(' ').length);
    const said = rest.trim().split(/\s+/u);
    const length = Math.max(...words.filter((n) => kindNamed({ texts }, said.slice(0, n).join(' ')) === kind), 1);
    return said.slice(length).join(' ');
  }
}
