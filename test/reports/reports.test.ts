import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insert } from '../../src/core/change.ts';
import type { PeriodKind } from '../../src/core/period.ts';
import { reviewMeant } from '../../src/indicators/reviews.ts';
import { drawChart, toPng } from '../../src/reports/chart.ts';
import { toDocx } from '../../src/reports/docx.ts';
import { headingDialog } from '../../src/reports/heading-dialog.ts';
import { toHtml } from '../../src/reports/html.ts';
import { linkQuery, readLink } from '../../src/reports/page-link.ts';
import { type Report, rawRows, reportOf } from '../../src/reports/report.ts';
import { reviewOf } from '../../src/reports/review.ts';
import { toXlsx } from '../../src/reports/xlsx.ts';
import { type DigestWorld, digestWorld, plans, texts } from '../digests/world.ts';
import { turningSealing } from '../support/test-outbox.ts';

let world: DigestWorld;
let report: Report;

beforeAll(async () => {
  world = await digestWorld('2026-12-01T09:00:00+07:00');
  await world.addUnit('P', 'province', 'Hội LHPN tỉnh Sen', null);
  await world.addUnit('C', 'commune', 'Hội LHPN xã Hồ', 'P');
  await world.addUnit('B1', 'branch', 'Chi hội thôn <Đông>', 'C');
  await world.addUnit('B2', 'branch', 'Chi hội thôn Đoài', 'C');
  await world.report('B1', '2026-W45', {
    households: 3,
    activities: 2,
    'violence/found': 0,
    'reached/whole-helped': 6,
  });
  await world.store.commit([
    { do: 'add', figure: { measure: 'violence/found', unitId: 'B1', day: '2026-09' }, n: 4 },
    { do: 'add', figure: { measure: 'violence/supported', unitId: 'B1', day: '2026-09' }, n: 3 },
    { do: 'add', figure: { measure: 'yearly/households', unitId: 'B1', day: '2026' }, n: 100 },
    { do: 'add', figure: { measure: 'yearly/households-committed', unitId: 'B1', day: '2026' }, n: 96 },
  ]);
  await world.store.commit([
    insert('Nomination', {
      ...{ id: 'n', checkInId: 'k', unitId: 'B1', day: '2026-11-10', version: 1, replacedById: null, waiting: false },
      ...{ createdAt: new Date('2026-11-10T02:00:00Z'), sealedText: turningSealing.seal('Gia đình bà Mận hiếu thảo') },
      ...{ personOrFamily: 'family' as const, proposedBy: 'r', decidedBy: 'cuc' },
      decidedAt: new Date('2026-11-20T02:00:00Z'),
    }),
  ]);
  const unit = await world.store.first('Unit', { id: 'C' });
  if (!unit) throw new Error('no commune');
  report = await reportOf(
    { store: world.store, texts, sealing: turningSealing },
    { unit, kind: 'year', at: '2026-11-30', plans },
    '2026-12-01',
  );
});
afterAll(() => world.close());

describe('The report as a Word file', () => {
  it('has the form of Decree 30/2020: A4, its margins, Times New Roman, the national heading, three sections, Nơi nhận', async () => {
    const xml = fileIn(await toDocx(report, texts), 'word/document.xml');
    expect(xml).toContain('w:w="11907" w:h="16840"');
    expect(xml).toContain('w:top="1134" w:right="851" w:bottom="1134" w:left="1701"');
    expect([...new Set([...xml.matchAll(/w:ascii="([^"]*)"/g)].map((match) => match[1]))]).toEqual(['Times New Roman']);
    const text = xml.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '');
    for (const part of [
      ...['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'HỘI LHPN TỈNH SEN', 'HỘI LHPN XÃ HỒ'],
      ...['ngày 01 tháng 12 năm 2026', 'I. CÔNG TÁC', 'II. KẾT QUẢ', 'III. ĐÁNH GIÁ', 'Nơi nhận:', 'TM. BAN THƯỜNG VỤ'],
      ...['Giúp 3 lượt hộ', '96% (96/100)', 'Mô hình gia đình: …… thành lập mới'],
    ])
      expect(text).toContain(part);
  });

  it('says "dưới 5" for small numbers of violence, without a percentage, and only in half-year and yearly reports', async () => {
    const said = JSON.stringify(report.sections);
    expect(said).toContain('cần trợ giúp: dưới 5; tiếp cận ít nhất một dịch vụ: dưới 5.');
    expect(said).not.toContain('75%');
    const unit = await world.store.first('Unit', { id: 'C' });
    if (!unit) throw new Error('no commune');
    const month = await reportOf(
      { store: world.store, texts, sealing: turningSealing },
      { unit, kind: 'month', at: '2026-11-30', plans },
      '2026-12-01',
    );
    expect(JSON.stringify(month.sections)).not.toContain('cần trợ giúp');
  });
});

describe('What stands around a report', () => {
  it('is settled by her unit: bodies, sign, place, who signs, who gets it', async () => {
    await world.addOne('cuc', 'C', 'official');
    const { dialog } = headingDialog({ store: world.store, texts });
    let step = await dialog.begin(await world.said('cuc', 'đầu báo cáo'));
    for (const text of ['4 Hồ', '3', 'BC-PN', '6. Phó Chủ tịch', '7 Hội LHPN tỉnh; - Đảng ủy xã.; Lưu: VP', 'xong']) {
      if (step.kind !== 'next' || step.state === null) throw new Error(`it was over before ${text}`);
      step = await dialog.answer(JSON.parse(JSON.stringify(step.state)), await world.said('cuc', text));
      if (step.kind === 'next') await world.store.commit(step.changes);
    }
    const text = textIn(await toDocx(await reportOn('month', '2026-02-02'), texts));
    for (const part of [
      ...['Số: …… /BC-PN', 'Hồ, ngày 02 tháng 02 năm 2026', 'PHÓ CHỦ TỊCH'],
      ...['- Hội LHPN tỉnh;\n- Đảng ủy xã;\n- Lưu: VP.'],
    ])
      expect(text).toContain(part);
    await world.store.commit([{ do: 'remove', table: 'Setting', where: { id: 'report-heading/C' } }]);
  });

  it('has blanks where nothing is settled, and page numbers from the second page on', async () => {
    const bytes = await toDocx(report, texts);
    expect(textIn(bytes)).toContain('……, ngày 01 tháng 12 năm 2026');
    const xml = fileIn(bytes, 'word/document.xml');
    expect(xml).toContain('<w:titlePg/>');
    expect(xml).toContain('w:headerReference w:type="first"');
  });

  it.each([
    ['month', 'NHIỆM VỤ THÁNG SAU', false],
    ['half-year', 'NHIỆM VỤ 6 THÁNG TIẾP THEO', true],
    ['year', 'PHƯƠNG HƯỚNG NĂM SAU', true],
    ['plan-year', 'Thực hiện Chỉ thị số 06-CT/TW', true],
  ] as const)(
    'of a %s has its own words, and good examples only where they are to be commended',
    async (kind, words, has) => {
      const text = textIn(await toDocx(await reportOn(kind, '2026-11-30'), texts));
      expect(text).toContain(words);
      expect(text.includes('Gia đình bà Mận hiếu thảo')).toBe(has);
      if (has) expect(text).toContain('Chi hội thôn <Đông>, 10/11/2026\nĐã chọn biểu dương ngày 20/11/2026');
    },
  );

  it('holds the picture of the chat with what it shows in words, where there are units or months to compare', async () => {
    const yearly = fileIn(await toDocx(report, texts), 'word/document.xml');
    const [, words = ''] = /<wp:docPr [^>]*descr="([^"]*)"/u.exec(yearly) ?? [];
    expect(words).toContain('Hội LHPN xã Hồ: so với mức giao');
    expect(words).toContain('TY-3 Hộ được tuyên truyền và cam kết 100%');
    const [, width, height] = /<wp:extent cx="(\d+)" cy="(\d+)"/u.exec(yearly) ?? [];
    // In millimetres (36,000 units each) it fits the text of a page.
    expect(Number(width) / 36_000).toBeLessThanOrEqual(121);
    expect(Number(height) / 36_000).toBeLessThanOrEqual(166);
    const month = { ...(await reportOn('month', '2026-11-30')), children: [] };
    expect(fileIn(await toDocx(month, texts), 'word/document.xml')).not.toContain('<wp:docPr');
  });

  it('counts its headings through: no plan has the number of another', async () => {
    const numbers = [...textIn(await toDocx(report, texts)).matchAll(/^(\d)\. /gmu)].map(([, n]) => Number(n));
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('The review of a plan', () => {
  it('shows each indicator year by year, years of which nothing is known blank, and what comes next', async () => {
    const unit = await world.store.first('Unit', { id: 'C' });
    const review = reviewMeant(plans, 'interim-review', '2026-12-01');
    if (!unit || !review) throw new Error('nothing to review');
    const parts = { store: world.store, texts, sealing: turningSealing };
    const whole = await reviewOf(parts, { unit, review, at: '2026-12-01' }, '2026-12-01');
    const table = whole.sections[1]?.parts.find((part) => part.kind === 'table');
    if (table?.kind !== 'table') throw new Error('no table');
    expect(table.table.head).toEqual(['Mã', 'Chỉ tiêu', '2022', '2023', '2024', '2025', '2026', 'Mức giao']);
    const row = (id: string) => table.table.rows.find(([first]) => first === id);
    expect(row('TY-3')).toEqual(['TY-3', 'Hộ được tuyên truyền và cam kết', '……', '……', '……', '……', '96%', '≥ 95%']);
    expect(row('TY-8')?.slice(2, 7)).toEqual(['……', '……', '……', '……', 'chưa']);
    const text = textIn(await toDocx(whole, texts));
    for (const part of [
      'Sơ kết 05 năm',
      'BÀI HỌC',
      'IV. NHIỆM VỤ, GIẢI PHÁP',
      'V. KIẾN NGHỊ',
      'Gia đình bà Mận hiếu thảo',
    ])
      expect(text.toLocaleUpperCase('vi')).toContain(part.toLocaleUpperCase('vi'));
  });

  it('after ten years ends with the last plan year', async () => {
    const unit = await world.store.first('Unit', { id: 'C' });
    const review = reviewMeant(plans, 'final-review', '2031-06-01');
    if (!unit || !review) throw new Error('nothing to review');
    const parts = { store: world.store, texts, sealing: turningSealing };
    const { facts, sections } = await reviewOf(parts, { unit, review, at: '2031-06-01' }, '2031-06-01');
    expect(facts.upTo).toBe('2030-11-30');
    const table = sections[1]?.parts.find((part) => part.kind === 'table');
    expect(table?.kind === 'table' && table.table.head.slice(2, -1)).toEqual([
      '2022',
      '2023',
      '2024',
      '2025',
      '2026',
      '2027',
      '2028',
      '2029',
      '2030',
    ]);
  });
});

describe('The report as a spreadsheet', () => {
  it('holds the units, one sheet a plan, and rows behind that add up to the total', async () => {
    const { default: ExcelJS } = await import('exceljs');
    const book = new ExcelJS.Workbook();
    const bytes = await toXlsx(report, await rawRows(world.store, report), texts);
    await book.xlsx.load(bytes.buffer as ArrayBuffer);
    expect(book.worksheets.map(({ name }) => name)).toEqual(['Tổng hợp', 'TY', 'NDM', 'ND', 'Số liệu gốc']);
    const raw = book.getWorksheet('Số liệu gốc');
    let households = 0;
    raw?.eachRow((row) => {
      if (row.getCell(3).value === 'Hộ được giúp') households += Number(row.getCell(4).value);
    });
    expect(households).toBe(3);
    expect(JSON.stringify(raw?.getSheetValues())).not.toContain('violence');
  });
});

describe('The report as a page', () => {
  it('escapes names and carries no script', () => {
    const html = toHtml(report, texts, { chart: null, style: 'inside' });
    expect(html).toContain('Chi hội thôn &lt;Đông&gt;');
    expect(html).not.toContain('<script');
  });

  it('opens by its link until it expires, and not when anything in it was changed', () => {
    const now = new Date('2026-12-01T02:00:00Z');
    const grant = {
      unitId: 'C',
      kind: 'month',
      at: '2026-11-30',
      personId: 'cuc',
      until: now.getTime() + 1_000,
    } as const;
    const query = Object.fromEntries(new URLSearchParams(linkQuery(grant, turningSealing)));
    expect(readLink(query, turningSealing, now)).toEqual(grant);
    expect(readLink({ ...query, u: 'P' }, turningSealing, now)).toBeNull();
    expect(readLink({ ...query, t: String(grant.until + 9) }, turningSealing, now)).toBeNull();
    expect(readLink(query, turningSealing, new Date(grant.until))).toBeNull();
  });
});

describe('The chart', () => {
  it('has ink where the title is: a missing font would leave it out without an error', async () => {
    const svg = drawChart(report.facts, texts);
    if (svg === null) throw new Error('nothing to draw');
    const { Resvg } = await import('@resvg/resvg-js');
    const png = toPng(svg);
    expect(Buffer.from(png.subarray(1, 4)).toString()).toBe('PNG');
    const withTitle = new Resvg(
      `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="60"><image href="data:image/png;base64,${Buffer.from(png).toString('base64')}" width="900"/></svg>`,
    ).render();
    const dark = [...withTitle.pixels].filter((value, i) => i % 4 === 0 && value < 120).length;
    expect(dark).toBeGreaterThan(500);
  });
});

async function reportOn(kind: PeriodKind, signedOn: string): Promise<Report> {
  const unit = await world.store.first('Unit', { id: 'C' });
  if (!unit) throw new Error('no commune');
  const query = { unit, kind, at: '2026-11-30', plans };
  return reportOf({ store: world.store, texts, sealing: turningSealing }, query, signedOn);
}

/** What a reader sees, a line for each paragraph. */
function textIn(docx: Uint8Array): string {
  const xml = fileIn(docx, 'word/document.xml')
    .replace(/<\/w:p>/g, '\n')
    .replace(/<[^>]+>/g, '');
  return xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** One file of a zip, found by its central directory. */
function fileIn(zip: Uint8Array, name: string): string {
  const bytes = Buffer.from(zip);
  let at = bytes.readUInt32LE(bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6])) + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [size, nameLength, extra, comment, offset] = [
      ...[bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30)],
      ...[bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)],
    ] as [number, number, number, number, number];
    if (bytes.subarray(at + 46, at + 46 + nameLength).toString() === name) {
      const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
      return inflateRawSync(bytes.subarray(start, start + size)).toString();
    }
    at += 46 + nameLength + extra + comment;
  }
  throw new Error(`${name} is not in the file`);
}
