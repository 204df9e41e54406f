import type { Texts } from '../core/texts.ts';
import type { Report, ReportSection, ReportTable } from './report.ts';

/** The report as one page without scripts, readable on a phone and printable; the chart is drawn into it. */
export function toHtml(report: Report, texts: Texts, chartSvg: string | null): string {
  const say = (key: string, params = {}) => texts.say(`digests.report.${key}`, params);
  const sections = report.sections.map(
    ({ heading, parts }) => `<section><h2>${escaped(heading)}</h2>${parts.map(partOf).join('')}</section>`,
  );
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${escaped(report.facts.unit.name)}</title><style>${style}</style></head>
<body><header><p>${escaped(report.facts.unit.name)}</p><h1>${escaped(report.title)}</h1>
<p class="note">${escaped(say('draft', { upTo: report.facts.upTo.split('-').reverse().join('/') }))}</p></header>
${chartSvg ? `<figure>${chartSvg}</figure>` : ''}${sections.join('\n')}</body></html>
`;
}

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#222;background:#fff}
h1{font-size:1.4rem;line-height:1.25}h2{font-size:1.1rem;margin-top:2rem}h3{font-size:1rem}.note{color:#555;font-style:italic}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{border:1px solid #bbb;padding:.35rem .5rem;text-align:left;vertical-align:top}
th{background:#f4efe6}figure{margin:1rem 0}svg{max-width:100%;height:auto}@media print{body{max-width:none;padding:0}.scroll{overflow:visible}}`;

function partOf(part: ReportSection['parts'][number]): string {
  switch (part.kind) {
    case 'text':
      return `<p>${escaped(part.text)}</p>`;
    case 'subheading':
      return `<h3>${escaped(part.text)}</h3>`;
    case 'table':
      return tableOf(part.table);
  }
}

function tableOf({ head, rows }: ReportTable): string {
  const row = (tag: 'th' | 'td', cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<div class="scroll"><table><thead>${row('th', head)}</thead><tbody>${rows.map((cells) => row('td', cells)).join('')}</tbody></table></div>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
