import { type Clock, hours } from '../core/clock.ts';
import { addDays, dayOf } from '../core/day.ts';
import { type Command, justSay, type Said, type Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import { daysOf, type PeriodKind, periodBefore, periodOf } from '../core/period.ts';
import { postAs } from '../core/person.ts';
import type { UnitRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import type { WebRoute } from '../core/web.ts';
import type { Plan } from '../indicators/plan-schema.ts';
import { fold } from '../language/fold.ts';
import { linkQuery, pagePath, readLink } from './page-link.ts';
import { rawRows, reportOf } from './report.ts';

export interface ReportsParts {
  store: Store;
  texts: Texts;
  clock: Clock;
  sealing: Pick<Sealing, 'hash'>;
  plans: readonly Plan[];
  /** The kind of period that somebody names. */
  kindNamed: (text: string) => PeriodKind | null;
  /** Where the program is reached from outside; null when it is not. */
  publicUrl: string | null;
}

export interface ReportsFeature {
  commands: Command[];
  /** The page behind a signed link. */
  routes: WebRoute[];
}

const linkHours = 48;
const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

/** Reports on demand in the chat: a file, a chart, a page. Heavy libraries load when they are first needed. */
export function newReports(parts: ReportsParts): ReportsFeature {
  const { store, texts, clock, sealing, plans } = parts;
  const command = (id: string, run: Command['run']): Command => ({
    ...{
      id: `reports.${id}`,
      words: `digests.report.words.${id}`,
      takesRest: true,
      for: 'official',
      recorded: true,
      run,
    },
  });

  return { commands: [command('file', file), command('chart', chart), command('link', link)], routes: [page()] };

  async function file(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    const kind = parts.kindNamed(rest);
    if (!unit || kind === null) return justSay(say(said, 'file-how'));
    if (!said.channel.abilities.files) return justSay(say(said, 'file-not-here'));
    const report = await reportOf(
      { store, texts, plans },
      { unit, kind, at: dayToReport(kind, said), plans },
      said.today,
    );
    const wantsSheet = texts.words('digests.report.excel').some((word) => fold(rest).includes(fold(word)));
    const bytes = wantsSheet
      ? await (await import('./xlsx.ts')).toXlsx(report, await rawRows(store, report), texts)
      : await (await import('./docx.ts')).toDocx(report, texts);
    const name = `${unit.code}-${report.facts.period}.${wantsSheet ? 'xlsx' : 'docx'}`;
    const { text } = say(said, 'file-done', { title: report.title, unit: unit.name });
    return justSay({ text, file: { name, bytes, mediaType: wantsSheet ? xlsxType : docxType } });
  }

  async function chart(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'file-how'));
    const kind = parts.kindNamed(rest) ?? 'year';
    const { facts } = await reportOf({ store, texts, plans }, { unit, kind, at: said.today, plans }, said.today);
    const { drawChart, toPng } = await import('./chart.ts');
    const svg = drawChart(facts, texts);
    if (svg === null) return justSay(say(said, 'chart-none'));
    const { text } = say(said, 'chart-done', { unit: unit.name });
    return justSay({ text, photo: { png: toPng(svg), alt: text } });
  }

  async function link(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    const personId = said.standing?.person.id;
    if (!unit || !personId || parts.publicUrl === null) return justSay(say(said, 'link-none'));
    const kind = parts.kindNamed(rest) ?? 'month';
    const grant = { unitId: unit.id, kind, at: dayToReport(kind, said), personId };
    const query = linkQuery({ ...grant, until: said.now.getTime() + hours(linkHours) }, sealing);
    const address = `${parts.publicUrl.replace(/\/$/, '')}${pagePath}?${query}`;
    return justSay(say(said, 'link-done', { unit: unit.name, link: address, hours: linkHours }));
  }

  function page(): WebRoute {
    return {
      method: 'GET',
      path: pagePath,
      perMinute: 30,
      async handle({ query }) {
        const grant = readLink(query, sealing, clock.now());
        const unit = grant && (await mayStillSee(grant.personId, grant.unitId)) ? await unitById(grant.unitId) : null;
        if (!grant || !unit)
          return { status: 404, headers: pageHeaders, body: texts.say('digests.report.page.expired') };
        const today = dayOf(clock.now());
        const report = await reportOf({ store, texts, plans }, { unit, kind: grant.kind, at: grant.at, plans }, today);
        const [{ drawChart }, { toHtml }] = [await import('./chart.ts'), await import('./html.ts')];
        return { status: 200, headers: pageHeaders, body: toHtml(report, texts, drawChart(report.facts, texts)) };
      },
    };
  }

  /** A link dies with the post of the person it was given to. */
  async function mayStillSee(personId: string, unitId: string): Promise<boolean> {
    const today = dayOf(clock.now());
    const roles = await store.find('Role', { personId, role: { in: ['official', 'administrator'] } });
    return roles.some(
      (role) => role.unitId === unitId && role.fromDay <= today && (role.untilDay === null || role.untilDay >= today),
    );
  }

  function unitById(id: string): Promise<UnitRow | null> {
    return store.first('Unit', { id });
  }

  function say(said: Said, key: string, params: Record<string, string | number> = {}) {
    const { calledAs } = said.standing?.person ?? { calledAs: 'chị' };
    const Chi = calledAs.charAt(0).toLocaleUpperCase('vi') + calledAs.slice(1);
    return plain(texts.say(`digests.report.command.${key}`, { chi: calledAs, Chi, ...params }));
  }
}

function unitOf(said: Said): UnitRow | null {
  return (postAs(said.standing, 'official') ?? postAs(said.standing, 'administrator'))?.unit ?? null;
}

/** In the first third of a period people write the report of the one before; later that of the one they are in, so far. */
function dayToReport(kind: PeriodKind, { today }: Said): string {
  const now = periodOf(kind, today);
  const { first, last } = daysOf(now);
  const third = Math.floor((Date.parse(last) - Date.parse(first)) / 86_400_000 / 3);
  return today < addDays(first, third) ? daysOf(periodBefore(now)).last : today;
}
