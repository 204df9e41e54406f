import type { Texts } from '../core/texts.ts';
import { writeNumber } from '../indicators/written.ts';
import { pageStyle } from './page-style.ts';
import type { Report, ReportPart, ReportTable } from './report.ts';

export interface PageParts {
  /** The chart as a picture, with what it shows in words. */
  chart: { png: Uint8Array; alt: string } | null;
  /** The address of the style sheet, or the style itself for a page that is kept as a file. */
  style: { at: string } | 'inside';
  /** For a unit's id the address of its page. */
  links?: ReadonlyMap<string, string>;
  /** The address of the unit's parent, for a reader who came down from there. */
  up?: string | null;
  /** The address of the report as a file, to which `&f=docx` or `&f=xlsx` is added. */
  files?: string;
  /** For `TY/TY-3` the values of the units below. */
  behind?: ReadonlyMap<string, readonly string[]>;
}

/** The report as one page without scripts, readable on a phone and printable. */
export function toHtml(report: Report, texts: Texts, parts: PageParts): string {
  const say = (key: string, params = {}) => texts.say(`digests.report.${key}`, params);
  const { facts, title, sections } = report;
  const details = detailsOf(report, texts, parts.behind ?? new Map());
  const body = sections.map(
    ({ heading, parts: inside }) =>
      `<section><h2>${escaped(heading)}</h2>${inside.map((part) => partOf(part, details, parts.links ?? new Map())).join('')}</section>`,
  );
  const chart = parts.chart
    ? `<figure><img src="data:image/png;base64,${Buffer.from(parts.chart.png).toString('base64')}" alt="${escaped(parts.chart.alt)}"></figure>`
    : '';
  const up = parts.up ? `<p class="up"><a href="${escaped(parts.up)}">‹ ${escaped(say('page.up'))}</a></p>` : '';
  const files = parts.files
    ? `<p class="hint">${(['docx', 'xlsx'] as const).map((form) => `<a href="${escaped(`${parts.files}&f=${form}`)}">${escaped(say(`page.${form}`))}</a>`).join(' · ')}</p>`
    : '';
  return framed(
    say('page.name'),
    parts.style,
    `${up}<header><p>${escaped(facts.unit.name)}</p><h1>${escaped(title)}</h1>
<p class="note">${escaped(say('draft', { upTo: facts.upTo.split('-').reverse().join('/') }))}</p></header>
${files}${chart}${body.join('\n')}
<p class="note hint">${escaped(say('page.print'))}</p>`,
  );
}

/** A page of one sentence. */
export function sentencePage(texts: Texts, sentence: string, style: PageParts['style']): string {
  return framed(texts.say('digests.report.page.name'), style, `<p>${escaped(sentence)}</p>`);
}

/** Asks for the code that was told beside the link; it is sent to the page's own address. */
export function codePage(texts: Texts, { wrong, style }: { wrong: boolean; style: PageParts['style'] }): string {
  const say = (key: string) => escaped(texts.say(`digests.report.page.${key}`));
  return framed(
    texts.say('digests.report.page.name'),
    style,
    `${wrong ? `<p role="alert">${say('code-wrong')}</p>` : ''}<form method="post"><label for="m">${say('code-ask')}</label>
<input id="m" name="m" inputmode="numeric" pattern="[0-9 ]*" maxlength="8" autocomplete="off" required autofocus><button>${say('code-open')}</button></form>`,
  );
}

function framed(name: string, style: PageParts['style'], body: string): string {
  const looks = style === 'inside' ? `<style>${pageStyle}</style>` : `<link rel="stylesheet" href="${style.at}">`;
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><link rel="icon" href="data:,"><title>${escaped(name)}</title>${looks}</head>
<body>${body}</body></html>
`;
}

/** What opens under an indicator: where it comes from, its parts, and the units below. */
function detailsOf(
  { groups }: Report,
  texts: Texts,
  behind: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const say = (key: string, params: Record<string, string>) => texts.say(`digests.report.page.${key}`, params);
  const written = (day: string) => day.split('-').reverse().join('/');
  return new Map(
    groups.flatMap(({ plan, results }) =>
      results.map(({ id, source, first, upTo, parts }): [string, string[]] => [
        `${plan}/${id}`,
        [
          say('source', { source, plan, first: written(first), upTo: written(upTo) }),
          ...(parts ? [say('parts', { of: writeNumber(parts.of), to: writeNumber(parts.to) })] : []),
          ...(behind.get(`${plan}/${id}`) ?? []),
        ],
      ]),
    ),
  );
}

function partOf(
  part: ReportPart,
  details: ReadonlyMap<string, readonly string[]>,
  links: ReadonlyMap<string, string>,
): string {
  switch (part.kind) {
    case 'text':
      return `<p>${escaped(part.text)}</p>`;
    case 'subheading':
      return `<h3>${escaped(part.text)}</h3>`;
    case 'table':
      return tableOf(part.table, details, links);
  }
}

/** Tables of few columns become cards on a phone; wide ones are scrolled. */
const cardsUpTo = 5;

function tableOf(
  { head, rows, keys = [] }: ReportTable,
  details: ReadonlyMap<string, readonly string[]>,
  links: ReadonlyMap<string, string>,
): string {
  const titleAt = keys.some((key) => details.has(key)) ? 1 : 0;
  const row = (cells: readonly string[], key: string) =>
    cells
      .map((cell, i) => {
        const link = links.get(key);
        const more = details.get(key);
        const inside =
          i !== titleAt || (!link && !more)
            ? escaped(cell)
            : link
              ? `<a href="${escaped(link)}">${escaped(cell)}</a>`
              : `<details><summary>${escaped(cell)}</summary><ul>${(more ?? []).map((line) => `<li>${escaped(line)}</li>`).join('')}</ul></details>`;
        return `<td data-head="${escaped(head[i] ?? '')}">${inside}</td>`;
      })
      .join('');
  const body = rows.map((cells, i) => `<tr>${row(cells, keys[i] ?? '')}</tr>`).join('');
  const headings = head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('');
  const look = head.length <= cardsUpTo ? 'cards' : 'wide';
  return `<div class="scroll"${look === 'wide' ? ' tabindex="0"' : ''}><table class="${look}"><thead><tr>${headings}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
