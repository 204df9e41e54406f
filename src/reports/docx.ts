import {
  AlignmentType,
  BorderStyle,
  Document,
  type ISectionOptions,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { Texts } from '../core/texts.ts';
import type { Report, ReportTable } from './report.ts';

/** Form of Decree 30/2020/NĐ-CP, Annex I: A4, Times New Roman 13–14; margins in twentieths of a point. */
const millimetre = 56.7;
const page: ISectionOptions['properties'] = {
  page: {
    size: { width: Math.round(210 * millimetre), height: Math.round(297 * millimetre) },
    margin: {
      top: Math.round(20 * millimetre),
      bottom: Math.round(20 * millimetre),
      left: Math.round(30 * millimetre),
      right: Math.round(15 * millimetre),
    },
  },
};
const font = 'Times New Roman';
/** Half points. */
const size = { text: 28, small: 24, table: 24, title: 28 } as const;
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const noBorders = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none };

/** The report as a Word file, to be edited before it is signed. */
export async function toDocx(report: Report, texts: Texts): Promise<Uint8Array> {
  const say = (key: string, params = {}) => texts.say(`digests.report.${key}`, params);
  const body = report.sections.flatMap(({ heading, parts }) => [
    paragraph(heading, { bold: true }),
    ...parts.flatMap((part) => {
      if (part.kind === 'table') return [tableOf(part.table), paragraph('', {})];
      return [paragraph(part.text, part.kind === 'subheading' ? { bold: true, indent: true } : { indent: true })];
    }),
  ]);
  const document = new Document({
    styles: { default: { document: { run: { font, size: size.text } } } },
    sections: [
      {
        properties: page,
        children: [
          headingTable(report, texts),
          paragraph('', {}),
          paragraph(say('name'), { bold: true, align: AlignmentType.CENTER }),
          paragraph(report.title, { bold: true, align: AlignmentType.CENTER }),
          paragraph(say('draft', { upTo: writtenDay(report.facts.upTo) }), {
            italics: true,
            align: AlignmentType.CENTER,
            size: size.small,
          }),
          ...body,
          signatureTable(texts),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

function headingTable({ facts, above, signedOn }: Report, texts: Texts): Table {
  const say = (key: string, params = {}) => texts.say(`digests.report.${key}`, params);
  const [year = '', month = '', day = ''] = signedOn.split('-');
  const centre = AlignmentType.CENTER;
  // A day or month below 10 and 3 carries a zero (Annex I, 4.b).
  const twoDigits = { day, month: Number(month) < 3 ? month : String(Number(month)), year };
  return borderless(
    [
      paragraph((above ?? say('union-above')).toLocaleUpperCase('vi'), { align: centre, size: size.small }),
      paragraph(facts.unit.name.toLocaleUpperCase('vi'), { align: centre, bold: true, size: size.small, rule: true }),
      paragraph(say('number'), { align: centre, size: 26 }),
    ],
    [
      paragraph(say('nation'), { align: centre, bold: true, size: size.small }),
      paragraph(say('motto'), { align: centre, bold: true, size: 26, rule: true }),
      paragraph(say('place-day', twoDigits), { align: centre, italics: true, size: 26 }),
    ],
  );
}

function signatureTable(texts: Texts): Table {
  const say = (key: string) => texts.say(`digests.report.${key}`);
  const centre = AlignmentType.CENTER;
  return borderless(
    [
      paragraph(say('recipients'), { bold: true, italics: true, size: size.small }),
      ...['above', 'party', 'file'].map((name) => paragraph(say(`recipient.${name}`), { size: 22 })),
    ],
    [
      paragraph(say('signature.on-behalf'), { align: centre, bold: true }),
      paragraph(say('signature.office'), { align: centre, bold: true }),
      ...['', '', ''].map((text) => paragraph(text, {})),
      paragraph(say('blank'), { align: centre, bold: true }),
    ],
  );
}

function borderless(left: Paragraph[], right: Paragraph[]): Table {
  const cell = (children: Paragraph[], width: number) =>
    new TableCell({ children, width: { size: width, type: WidthType.PERCENTAGE } });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    borders: noBorders,
    rows: [new TableRow({ children: [cell(left, 42), cell(right, 58)] })],
  });
}

function tableOf({ head, rows }: ReportTable): Table {
  const row = (cells: readonly string[], bold: boolean) =>
    new TableRow({
      tableHeader: bold,
      cantSplit: true,
      children: cells.map(
        (text) => new TableCell({ children: [paragraph(text, { bold, size: size.table, tight: true })] }),
      ),
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [row(head, true), ...rows.map((cells) => row(cells, false))],
  });
}

interface Look {
  bold?: boolean;
  italics?: boolean;
  align?: (typeof AlignmentType)[keyof typeof AlignmentType];
  size?: number;
  indent?: boolean;
  /** A thin line below, as under a body's name. */
  rule?: boolean;
  tight?: boolean;
}

function paragraph(text: string, { bold, italics, align, size: given, indent, rule, tight }: Look): Paragraph {
  return new Paragraph({
    children: [
      new TextRun({
        ...{ text, font, size: given ?? size.text, bold: bold ?? false, italics: italics ?? false },
        ...(rule ? { underline: {} } : {}),
      }),
    ],
    alignment: align ?? (indent ? AlignmentType.JUSTIFIED : AlignmentType.LEFT),
    spacing: tight ? { before: 20, after: 20 } : { before: 60, after: 60 },
    ...(indent ? { indent: { firstLine: Math.round(10 * millimetre) } } : {}),
  });
}

function writtenDay(day: string): string {
  return day.split('-').reverse().join('/');
}
