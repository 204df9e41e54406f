import {
  AlignmentType,
  BorderStyle,
  Document,
  Header,
  ImageRun,
  type ISectionOptions,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import type { Texts } from '../core/texts.ts';
import type { Report, ReportPart, ReportTable } from './report.ts';

/** Form of Decree 30/2020/NĐ-CP, Annex I: A4, Times New Roman 13–14; lengths in twentieths of a point. */
const millimetre = 56.7;
const mm = (n: number) => Math.round(n * millimetre);
const textWidth = 165;
const page: ISectionOptions['properties'] = {
  page: {
    size: { width: mm(210), height: mm(297) },
    margin: { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15), header: mm(10) },
  },
  // The first page carries no number (Annex I, 8).
  titlePage: true,
};
const font = 'Times New Roman';
/** Half points. */
const size = { text: 28, heading: 26, small: 24, table: 24, recipients: 22 } as const;
const leftShare = 0.42;
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const noBorders = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none };
const { CENTER, JUSTIFIED, LEFT, RIGHT } = AlignmentType;

/** The report as a Word file, to be edited before it is signed. */
export async function toDocx(report: Report, texts: Texts): Promise<Uint8Array> {
  const say = (key: string, params = {}) => texts.say(`digests.report.${key}`, params);
  const chart = await chartOf(report, texts);
  const document = new Document({
    title: report.title,
    creator: report.heading.body,
    styles: { default: { document: { run: { font, size: size.text } } } },
    sections: [
      {
        properties: page,
        headers: {
          default: new Header({ children: [pageNumber()] }),
          first: new Header({ children: [paragraph('', {})] }),
        },
        children: [
          headingTable(report, texts),
          paragraph('', { tight: true }),
          paragraph(say('name'), { bold: true, align: CENTER, keepNext: true }),
          paragraph(report.title, { bold: true, align: CENTER }),
          rule(textWidth, 50),
          paragraph(say('draft', { upTo: writtenDay(report.facts.upTo) }), {
            ...{ italics: true, align: CENTER, size: size.small },
          }),
          paragraph(report.opening, { indent: true }),
          ...report.sections.flatMap(({ heading, parts }, i) => [
            paragraph(heading, { bold: true, keepNext: true }),
            ...parts.flatMap(partOf),
            ...(chart && i === resultsAt ? [pictureOf(chart)] : []),
          ]),
          paragraph(report.closing, { indent: true }),
          paragraph('', { tight: true, size: 12 }),
          signatureTable(report, texts),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

/** The section of results is the second of every report. */
const resultsAt = 1;

interface Chart {
  png: Uint8Array;
  words: string;
  /** As the picture itself says. */
  width: number;
  height: number;
}

/** The picture of the chat, where there is something to compare: several units below, or a time of several months. */
async function chartOf({ facts, kind, children }: Report, texts: Texts): Promise<Chart | null> {
  if (kind === 'week' || (kind === 'month' && children.length < 2)) return null;
  const { chartInWords, drawChart, toPng } = await import('./chart.ts');
  const svg = drawChart(facts, texts);
  if (svg === null) return null;
  const png = toPng(svg, 2);
  // Width and height stand at the head of a PNG (its first chunk, IHDR).
  const view = new DataView(png.buffer, png.byteOffset);
  return { png, words: chartInWords(facts, texts), width: view.getUint32(16), height: view.getUint32(20) };
}

/** Not so large that it leaves a page nearly empty. */
const largestPicture = { width: 120, height: 165 };

function pictureOf({ png, words, width, height }: Chart): Paragraph {
  const scale = Math.min(largestPicture.width / width, largestPicture.height / height);
  // A picture is measured in pixels of 1/96 inch.
  const pixels = (length: number) => Math.round((length * scale * 96) / 25.4);
  const [title = ''] = words.split('\n');
  return new Paragraph({
    alignment: CENTER,
    spacing: { before: 120, after: 120 },
    children: [
      new ImageRun({
        ...{ type: 'png', data: png, transformation: { width: pixels(width), height: pixels(height) } },
        altText: { name: title, title, description: words },
      }),
    ],
  });
}

function partOf(part: ReportPart): (Paragraph | Table)[] {
  switch (part.kind) {
    case 'table':
      return [tableOf(part.table), paragraph('', { tight: true, size: 12 })];
    case 'subheading':
      return [paragraph(part.text, { bold: true, indent: true, keepNext: true })];
    case 'text':
      return [paragraph(part.text, { indent: true })];
  }
}

function headingTable({ heading, signedOn }: Report, texts: Texts): Table {
  const say = (key: string, params = {}) => texts.say(`digests.report.${key}`, params);
  const [year = '', month = '', day = ''] = signedOn.split('-');
  // A day below 10 and a month below 3 carry a zero (Annex I, 4.b).
  const twoDigits = { day, month: Number(month) < 3 ? month : String(Number(month)), year };
  const upper = (text: string) => text.toLocaleUpperCase('vi');
  return sideBySide(
    [
      paragraph(upper(heading.above), { align: CENTER, size: size.small, tight: true }),
      paragraph(upper(heading.body), { align: CENTER, bold: true, size: size.small, tight: true }),
      rule(textWidth * leftShare, 24),
      paragraph(say('number', { sign: heading.sign }), { align: CENTER, size: size.heading }),
    ],
    [
      paragraph(say('nation'), { align: CENTER, bold: true, size: size.small, tight: true }),
      paragraph(say('motto'), { align: CENTER, bold: true, size: size.heading, tight: true }),
      rule(textWidth * (1 - leftShare), 58),
      paragraph(say('place-day', { place: heading.place, ...twoDigits }), {
        ...{ align: CENTER, italics: true, size: size.heading },
      }),
    ],
  );
}

function signatureTable({ heading }: Report, texts: Texts): Table {
  const say = (key: string) => texts.say(`digests.report.${key}`);
  return sideBySide(
    [
      paragraph(say('recipients'), { bold: true, italics: true, size: size.small, tight: true }),
      ...heading.recipients.map((text) => paragraph(text, { size: size.recipients, tight: true })),
    ],
    [
      paragraph(heading.onBehalf.toLocaleUpperCase('vi'), { align: CENTER, bold: true, tight: true }),
      paragraph(heading.office.toLocaleUpperCase('vi'), { align: CENTER, bold: true, tight: true }),
      ...['', '', ''].map((text) => paragraph(text, {})),
      paragraph(say('blank'), { align: CENTER, bold: true }),
    ],
  );
}

function sideBySide(left: Paragraph[], right: Paragraph[]): Table {
  const widths = [mm(textWidth * leftShare), mm(textWidth * (1 - leftShare))];
  const cell = (children: Paragraph[], i: number) =>
    new TableCell({ children, width: { size: widths[i] ?? 0, type: WidthType.DXA }, margins: { left: 0, right: 0 } });
  return new Table({
    width: { size: mm(textWidth), type: WidthType.DXA },
    columnWidths: widths,
    borders: noBorders,
    rows: [new TableRow({ cantSplit: true, children: [cell(left, 0), cell(right, 1)] })],
  });
}

function tableOf({ head, rows, widths, align, size: given }: ReportTable): Table {
  const all = widths.reduce((sum, one) => sum + one, 0);
  const columns = widths.map((one) => mm((textWidth * one) / all));
  const look = { size: given ?? size.table, tight: true };
  const row = (cells: readonly string[], bold: boolean) =>
    new TableRow({
      tableHeader: bold,
      cantSplit: true,
      children: cells.map(
        (text, i) =>
          new TableCell({
            width: { size: columns[i] ?? 0, type: WidthType.DXA },
            verticalAlign: VerticalAlignTable.CENTER,
            margins: { left: mm(1.2), right: mm(1.2) },
            children: [paragraph(text, { ...look, bold, align: bold ? CENTER : aligned[align[i] ?? 'left'] })],
          }),
      ),
    });
  return new Table({
    width: { size: mm(textWidth), type: WidthType.DXA },
    columnWidths: columns,
    rows: [row(head, true), ...rows.map((cells) => row(cells, false))],
  });
}

const aligned = { left: LEFT, middle: CENTER, right: RIGHT } as const;

interface Look {
  bold?: boolean;
  italics?: boolean;
  align?: (typeof AlignmentType)[keyof typeof AlignmentType];
  size?: number;
  indent?: boolean;
  tight?: boolean;
  /** Stays on the page of what follows. */
  keepNext?: boolean;
}

function paragraph(text: string, { bold, italics, align, size: given, indent, tight, keepNext }: Look): Paragraph {
  return new Paragraph({
    children: [new TextRun({ text, font, size: given ?? size.text, bold: bold ?? false, italics: italics ?? false })],
    alignment: align ?? (indent ? JUSTIFIED : LEFT),
    spacing: tight ? { before: 20, after: 20 } : { before: 60, after: 60 },
    keepNext: keepNext ?? false,
    ...(indent ? { indent: { firstLine: mm(10) } } : {}),
  });
}

/** A thin line in the middle, as under a body's name; `within` and `length` in millimetres. */
function rule(within: number, length: number): Paragraph {
  const side = mm((within - length) / 2);
  return new Paragraph({
    children: [new TextRun({ text: '', font, size: 4 })],
    border: { top: { style: BorderStyle.SINGLE, size: 6, space: 1, color: '000000' } },
    indent: { left: side, right: side },
    spacing: { before: 20, after: 60, line: 60, lineRule: 'exact' },
  });
}

function pageNumber(): Paragraph {
  return new Paragraph({
    alignment: CENTER,
    children: [new TextRun({ children: [PageNumber.CURRENT], font, size: size.heading })],
  });
}

function writtenDay(day: string): string {
  return day.split('-').reverse().join('/');
}
