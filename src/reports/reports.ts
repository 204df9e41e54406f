import { type Clock, hours } from '../core/clock.ts';
import { addDays, type Day } from '../core/day.ts';
import { type Command, type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { daysOf, periodBefore, periodOf } from '../core/period.ts';
import type { UnitRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import type { WebRoute } from '../core/web.ts';
import { isReview, type ReportKind } from '../indicators/deadlines.ts';
import type { Plan } from '../indicators/plan-schema.ts';
import { reviewsOf } from '../indicators/reviews.ts';
import { keepDraft } from '../indicators/sent-reports.ts';
import { plansOf } from '../indicators/unit-facts.ts';
import { fold } from '../language/fold.ts';
import { commendDialog } from './commend-dialog.ts';
import { headingDialog } from './heading-dialog.ts';
import { codeOf } from './page-access.ts';
import { linkQuery, pagePath } from './page-link.ts';
import { pageRoutes } from './page-route.ts';
import { type Report, reportOf } from './report.ts';
import { fileOf } from './report-file.ts';
import { reportMeant } from './report-meant.ts';
import { sayTo, unitOf } from './speaking.ts';

export interface ReportsParts {
  store: Store;
  texts: Texts;
  clock: Clock;
  sealing: Pick<Sealing, 'hash' | 'open'>;
  plans: readonly Plan[];
  /** The kind of report that somebody names. */
  kindNamed: (text: string) => ReportKind | null;
  /** What she says to mark a report of a kind as sent, behind "đã gửi báo cáo". */
  kindSaid: (kind: ReportKind) => string;
  /** Where the program is reached from outside; null when it is not. */
  publicUrl: string | null;
}

export interface ReportsFeature {
  commands: Command[];
  dialogs: Dialog[];
  /** The page behind a signed link. */
  routes: WebRoute[];
}

const linkHours = 48;
const usualKinds: readonly ReportKind[] = ['month', 'half-year', 'year', 'plan-year'];

/** Reports on demand in the chat: a file, a chart, a page. Heavy libraries load when they are first needed. */
export function newReports(parts: ReportsParts): ReportsFeature {
  const { store, texts, sealing, plans } = parts;
  const command = (id: string, run: Command['run']): Command => ({
    ...{ id: `reports.${id}`, words: `digests.report.words.${id}`, takesRest: true, for: 'official' },
    ...{ recorded: true, run },
  });
  const [heading, commend] = [headingDialog(parts), commendDialog(parts)];
  return {
    commands: [
      command('file', file),
      command('send', send),
      command('chart', chart),
      command('link', link),
      heading.command,
      commend.command,
    ],
    dialogs: [heading.dialog, commend.dialog] as Dialog[],
    routes: pageRoutes(parts),
  };

  async function file(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'file-how'));
    const kind = parts.kindNamed(rest);
    if (kind === null) return justSay(whichKind(said, unit));
    if (!said.channel.abilities.files) return justSay(say(said, 'file-not-here', { kind: parts.kindSaid(kind) }));
    const report = await reportFor(said, unit, kind);
    if (!report) return justSay(say(said, 'file-how'));
    const wantsSheet = texts.words('digests.report.excel').some((word) => fold(rest).includes(fold(word)));
    const file = await fileOf(report, wantsSheet ? 'xlsx' : 'docx', { store, texts });
    const { text } = say(said, 'file-done', { title: report.title, unit: unit.name, kind: parts.kindSaid(kind) });
    return {
      kind: 'next',
      says: [{ text, file }],
      changes: kind === 'week' ? [] : await keepDraft(store, unit.id, report.period, said.now),
      state: null,
    };
  }

  /** "gửi báo cáo năm" of an official means the report that goes up; of a branch's own work she says "báo cáo". */
  function send(said: Said): Promise<Step> {
    const words = said.text.trim().split(/\s+/u);
    const rests = words.map((_, i) => words.slice(i).join(' '));
    return file(said, rests.find((rest) => parts.kindNamed(rest) !== null) ?? '');
  }

  function reportFor({ today }: Said, unit: UnitRow, kind: ReportKind): Promise<Report | null> {
    return reportMeant({ store, texts, sealing }, { unit, kind, at: dayToReport(kind, today), plans }, today);
  }

  /** The kinds to choose from; a review in the year in which the plan orders it. */
  function whichKind(said: Said, unit: UnitRow): Outgoing {
    const word = texts.words('digests.report.words.file')[0] ?? '';
    const due = reviewsOf(plansOf(unit, plans)).filter(({ year }) => String(year) === said.today.slice(0, 4));
    const choices = [...usualKinds, ...due.map(({ kind }) => kind)].map((kind) => ({
      label: texts.say(`digests.report.command.file-choice.${kind}`),
      says: `${word} ${parts.kindSaid(kind)}`,
    }));
    return { ...say(said, 'file-kind'), choices };
  }

  async function chart(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'file-how'));
    const named = parts.kindNamed(rest) ?? 'year';
    const kind = isReview(named) ? 'plan-year' : named;
    const query = { unit, kind, at: said.today, plans };
    const { facts } = await reportOf({ store, texts, sealing }, query, said.today);
    const { chartInWords, drawChart, toPng } = await import('./chart.ts');
    const svg = drawChart(facts, texts);
    if (svg === null) return justSay(say(said, 'chart-none'));
    const { text } = say(said, 'chart-done', { unit: unit.name });
    return justSay({ text, photo: { png: toPng(svg), alt: chartInWords(facts, texts) } });
  }

  /** The link in one message and its code in another: who passes the link on has not passed on the code. */
  async function link(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    const personId = said.standing?.person.id;
    if (!unit || !personId || parts.publicUrl === null) return justSay(say(said, 'link-none'));
    const kind = parts.kindNamed(rest) ?? 'month';
    const until = said.now.getTime() + hours(linkHours);
    const query = linkQuery({ unitId: unit.id, kind, at: dayToReport(kind, said.today), personId, until }, sealing);
    const address = `${parts.publicUrl.replace(/\/$/, '')}${pagePath}?${query}`;
    return justSay(
      say(said, 'link-done', { unit: unit.name, link: address, hours: linkHours }),
      say(said, 'link-code', { code: codeOf({ personId, until }, sealing).replace(/^(\d{3})/, '$1 ') }),
    );
  }

  function say(said: Said, key: string, params: Record<string, string | number> = {}): Outgoing {
    return plain(sayTo(texts, said, key, params).text);
  }
}

/**
 * In the first third of a period people write the report of the one before; later that of the one they are in, so far. A review
 * looks up to today.
 */
export function dayToReport(kind: ReportKind, today: Day): Day {
  if (isReview(kind)) return today;
  const now = periodOf(kind, today);
  const { first, last } = daysOf(now);
  const third = Math.floor((Date.parse(last) - Date.parse(first)) / 86_400_000 / 3);
  return today < addDays(first, third) ? daysOf(periodBefore(now)).last : today;
}
