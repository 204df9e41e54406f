import { dayOf } from '../core/day.ts';
import type { UnitRow } from '../core/records.ts';
import type { WebRequest, WebResponse, WebRoute } from '../core/web.ts';
import { valueText } from '../indicators/result-text.ts';
import { resultsFor } from '../indicators/results.ts';
import { unitsBelow } from '../indicators/units-below.ts';
import { codePage, sentencePage, toHtml } from './html.ts';
import { CodeTries, hasMark, leaveMark } from './page-access.ts';
import { linkQuery, type PageGrant, pagePath, readLink } from './page-link.ts';
import { pageStyle } from './page-style.ts';
import type { Report } from './report.ts';
import { fileOf } from './report-file.ts';
import { reportMeant } from './report-meant.ts';
import type { ReportsParts } from './reports.ts';

const stylePath = `${pagePath}/trang.css`;
const filePath = `${pagePath}/tep`;
const style = { at: stylePath };
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};
/** Of so many units below each one's own value is shown under an indicator. */
const unitsOpened = 40;

/** The page behind a signed link, and its style sheet. */
export function pageRoutes(parts: ReportsParts): WebRoute[] {
  const { store, texts, clock, sealing, plans } = parts;
  const tries = new CodeTries();
  const route = (method: WebRoute['method'], path: string, handle: WebRoute['handle']): WebRoute => ({
    ...{ method, path, perMinute: 60, handle },
  });
  return [
    route('GET', pagePath, show),
    route('POST', pagePath, takeCode),
    route('GET', filePath, showFile),
    route('GET', stylePath, showStyle),
  ];

  async function show(request: WebRequest): Promise<WebResponse> {
    const open = await granted(request);
    if (!open) return notOpened();
    if (!hasMark(request, open.grant, sealing)) return page(200, codePage(texts, { wrong: false, style }));
    const report = await reportFor(open.grant, open.unit);
    return report ? page(200, await reportPage(report, open.grant, open.unit)) : notOpened();
  }

  async function takeCode(request: WebRequest): Promise<WebResponse> {
    const open = await granted(request);
    if (!open) return notOpened();
    const given = new URLSearchParams(Buffer.from(request.body).toString('utf8')).get('m') ?? '';
    switch (tries.take(open.grant, given, sealing)) {
      case 'closed':
        return notOpened();
      case 'wrong':
        return page(403, codePage(texts, { wrong: true, style }));
      case 'right': {
        const secure = parts.publicUrl?.startsWith('https:') ?? false;
        const mark = leaveMark(open.grant, sealing, { now: clock.now(), path: pagePath, secure });
        const location = `${pagePath}?${new URLSearchParams(request.query).toString()}`;
        return { status: 303, headers: { ...pageHeaders, 'set-cookie': mark, location } };
      }
    }
  }

  /** The same report as a file, for those whose messenger brings none; only behind a page that was opened. */
  async function showFile(request: WebRequest): Promise<WebResponse> {
    const open = await granted(request);
    if (!open || !hasMark(request, open.grant, sealing)) return notOpened();
    const report = await reportFor(open.grant, open.unit);
    if (!report) return notOpened();
    const { name, bytes, mediaType } = await fileOf(report, request.query.f === 'xlsx' ? 'xlsx' : 'docx', {
      store,
      texts,
    });
    const disposition = `attachment; filename="${name.replace(/[^\w.-]/g, '-')}"`;
    return {
      ...{ status: 200, body: bytes },
      headers: { ...pageHeaders, 'content-type': mediaType, 'content-disposition': disposition },
    };
  }

  function reportFor({ kind, at }: PageGrant, unit: UnitRow): Promise<Report | null> {
    return reportMeant({ store, texts, sealing }, { unit, kind, at, plans }, dayOf(clock.now()));
  }

  async function showStyle(): Promise<WebResponse> {
    return { status: 200, headers: { 'content-type': 'text/css; charset=utf-8' }, body: pageStyle };
  }

  function page(status: number, body: string): WebResponse {
    return { status, headers: pageHeaders, body };
  }

  function notOpened(): WebResponse {
    return page(404, sentencePage(texts, texts.say('digests.report.page.expired'), style));
  }

  async function granted({ query }: WebRequest): Promise<{ grant: PageGrant; unit: UnitRow } | null> {
    const grant = readLink(query, sealing, clock.now());
    if (!grant || tries.isClosed(grant) || !(await mayStillSee(grant))) return null;
    const unit = await store.first('Unit', { id: grant.unitId });
    return unit && { grant, unit };
  }

  /** A link dies with the post of the person it was given to; a post holds for the unit and what is below it. */
  async function mayStillSee({ personId, unitId }: PageGrant): Promise<boolean> {
    const roles = await postsOf(personId);
    const above = await store.find('UnitAncestor', { unitId });
    return roles.some((role) => role.unitId === unitId || above.some(({ ancestorId }) => ancestorId === role.unitId));
  }

  async function postsOf(personId: string) {
    const today = dayOf(clock.now());
    const roles = await store.find('Role', { personId, role: { in: ['official', 'administrator'] } });
    return roles.filter(({ fromDay, untilDay }) => fromDay <= today && (untilDay === null || untilDay >= today));
  }

  async function reportPage(report: Report, grant: PageGrant, unit: UnitRow): Promise<string> {
    const { chartInWords, drawChart, toPng } = await import('./chart.ts');
    const svg = drawChart(report.facts, texts);
    const address = (unitId: string) => `${pagePath}?${linkQuery({ ...grant, unitId }, sealing)}`;
    const isTop = (await postsOf(grant.personId)).some((role) => role.unitId === unit.id);
    return toHtml(report, texts, {
      chart: svg === null ? null : { png: toPng(svg), alt: chartInWords(report.facts, texts) },
      style,
      links: new Map(report.children.map((child) => [child.unit.id, address(child.unit.id)])),
      up: isTop || unit.parentId === null ? null : address(unit.parentId),
      behind: await valuesBelow(report),
      files: `${filePath}?${linkQuery(grant, sealing)}`,
    });
  }

  /** For each indicator what the units directly below have; never a number about violence. */
  async function valuesBelow({ children, facts, groups }: Report): Promise<Map<string, string[]>> {
    const values = new Map<string, string[]>();
    if (children.length > unitsOpened) return values;
    const shown = plans.filter(({ code }) => groups.some(({ plan }) => plan === code));
    for (const { unit } of children) {
      const results = await resultsFor(store, shown, await unitsBelow(store, unit, facts.upTo), facts.upTo);
      for (const result of results.filter(({ guarded, n }) => !guarded && n !== null)) {
        const key = `${result.plan}/${result.id}`;
        const line = texts.say('digests.report.page.behind', { unit: unit.name, value: valueText(texts, result) });
        values.set(key, [...(values.get(key) ?? []), line]);
      }
    }
    return values;
  }
}
