import ExcelJS from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rebuildFigures } from '../../src/check-ins/rebuild-figures.ts';
import type { Change } from '../../src/core/change.ts';
import type { Step } from '../../src/core/dialog.ts';
import type { ReadSheet } from '../../src/indicators/form-sheet.ts';
import { formSheetDialog } from '../../src/indicators/form-sheet-dialog.ts';
import { readSheetFile } from '../../src/organisation/sheet.ts';
import { readSheetAside } from '../../src/organisation/sheet-aside.ts';
import { type DigestWorld, digestWorld, texts, textsOf } from '../digests/world.ts';

let world: DigestWorld;
beforeEach(async () => {
  world = await digestWorld('2026-11-24T09:00:00+07:00');
  await world.addUnit('P', 'province', 'Hội LHPN tỉnh Sen', null);
  await world.addUnit('C', 'commune', 'Hội LHPN xã Hồ', 'P');
  await world.addOne('cuc', 'C', 'official');
});
afterEach(() => world.close());

const newForm = (readSheet: ReadSheet = readSheetFile) => formSheetDialog({ store: world.store, texts, readSheet });

/** The workbook that the bot sends. */
async function template(rest = ''): Promise<ExcelJS.Workbook> {
  const said = await world.said('cuc', rest);
  const step = await newForm().command.run(said, rest);
  const file = step.kind === 'next' ? step.says[0]?.file : undefined;
  if (!file) throw new Error(textsOf(step));
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(file.bytes.buffer as ArrayBuffer);
  return book;
}

/** She sends a file; when she is asked, she answers. */
async function send(bytes: Uint8Array, ...answers: string[]): Promise<string> {
  return sendTo(newForm(), bytes, ...answers);
}

async function sendTo(
  { dialog }: ReturnType<typeof newForm>,
  bytes: Uint8Array,
  ...answers: string[]
): Promise<string> {
  const said = await world.said('cuc', '');
  const loadFile = async (most: number) => (bytes.byteLength > most ? null : { name: 'bieu.xlsx', bytes });
  let step: Step = await dialog.begin({ ...said, facts: { scope: 'private', carries: 'file', loadFile } });
  for (const text of answers) {
    if (step.kind !== 'next' || step.state === null) throw new Error(`it was over before ${text}`);
    step = await dialog.answer(JSON.parse(JSON.stringify(step.state)), await world.said('cuc', text));
  }
  if (step.kind === 'next') await world.store.commit(step.changes as Change[]);
  return textsOf(step);
}

/** Fills rows of the template by their number (1 to 20). */
async function filled(numbers: Record<number, ExcelJS.CellValue>, change?: (sheet: ExcelJS.Worksheet) => void) {
  const book = await template();
  const sheet = book.worksheets[0];
  if (!sheet) throw new Error('no sheet');
  for (const [n, value] of Object.entries(numbers)) sheet.getCell(4 + Number(n), 4).value = value;
  change?.(sheet);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const stored = async () =>
  (await world.store.find('YearlyFigure', { replacedById: null }))
    .map(({ measure, year, value }) => `${measure} ${year} ${value}`)
    .sort();

describe('The yearly form as a spreadsheet', () => {
  it('is stored when it comes back, with figures that a rebuild gives again', async () => {
    expect(await send(await filled({ 1: 500, 2: 420, 3: '1.000', 4: 9, 20: 'có' }), 'có')).toContain('Em đã lưu 5 số');
    expect(await stored()).toContain('commune-households 2026 500');
    const before = await world.store.find('Figure', { unitId: 'C' });
    await rebuildFigures(world.store);
    const after = await world.store.find('Figure', { unitId: 'C' });
    const plainly = (rows: typeof before) => rows.map(({ measure, day, n }) => `${measure} ${day} ${n}`).sort();
    expect(plainly(after)).toEqual(plainly(before));
  });

  it('carries last year beside this one, and what is stated already', async () => {
    world.clock.moveTo('2025-11-24T09:00:00+07:00');
    await send(await filled({ 1: 480, 20: 'chưa' }));
    world.clock.moveTo('2026-11-24T09:00:00+07:00');
    await send(await filled({ 1: 500 }));
    const sheet = (await template()).worksheets[0];
    const cells = (row: number) => [3, 4].map((column) => sheet?.getCell(row, column).value);
    expect(sheet?.getCell(2, 2).value).toBe('C');
    expect(cells(4)).toEqual(['Năm 2025', 'Năm 2026']);
    expect(cells(5)).toEqual([480, 500]);
    expect(cells(24)).toEqual(['chưa', null]);
  });

  it('stores what can hardly be only after "có": committed more than informed, ten times last year', async () => {
    world.clock.moveTo('2025-11-24T09:00:00+07:00');
    await send(await filled({ 1: 480 }));
    world.clock.moveTo('2026-11-24T09:00:00+07:00');
    const bytes = await filled({ 1: 4_800, 5: 400, 6: 450 });
    const asked = await send(bytes);
    expect(asked).toContain('Dòng 10: Hộ ký cam kết 450 mà Hộ được tuyên truyền chỉ có 400');
    expect(asked).toContain('Dòng 5: Hộ gia đình toàn xã năm 2025 là 480, năm nay 4.800');
    expect(await stored()).toEqual(['commune-households 2025 480']);
    expect(await send(bytes, 'thôi')).toContain('chưa lưu gì');
    expect(await stored()).toEqual(['commune-households 2025 480']);
    expect(await send(bytes, 'có')).toContain('Em đã lưu 3 số');
    expect(await stored()).toHaveLength(4);
  });

  it('changes nothing when the same file comes twice', async () => {
    const bytes = await filled({ 1: 500 });
    await send(bytes);
    expect(await send(bytes)).toContain('không lưu gì');
    expect(await world.store.count('YearlyFigure', {})).toBe(1);
  });

  it.each<[string, Record<number, ExcelJS.CellValue>, ((sheet: ExcelJS.Worksheet) => void) | undefined, string[]]>([
    [
      'words where numbers belong',
      { 1: 'khoảng 500', 2: 420, 3: '4 hộ' },
      undefined,
      ['dòng 5: "khoảng 500" không phải', 'dòng 7: "4 hộ" không phải'],
    ],
    ['a share instead of a count', { 1: 500, 2: 84.5 }, undefined, ['dòng 6: "84.5" không phải số nguyên']],
    ['a number below nothing', { 1: -5 }, undefined, ['dòng 5: "-5" không phải']],
    ['a number beyond every commune', { 1: 90_000_000 }, undefined, ['dòng 5: 90000000 lớn quá']],
    ['a formula with an error', { 1: { error: '#REF!' } }, undefined, ['dòng 5: "#REF!" không phải']],
    [
      'merged cells',
      { 1: 500, 2: 420 },
      (sheet) => sheet.mergeCells('D5:D6'),
      ['dòng 5: có ô bị gộp', 'dòng 6: có ô bị gộp'],
    ],
    [
      'a label of her own',
      { 1: 500 },
      (sheet) => sheet.addRow([21, 'Hộ có nước sạch', null, 40]),
      ['dòng 25: không có mục "Hộ có nước sạch"'],
    ],
    [
      'a label twice',
      { 1: 500 },
      (sheet) => sheet.addRow([21, 'Hộ nghèo', null, 40]),
      ['dòng 25: mục này đã có ở dòng 7'],
    ],
    ['no number at all', {}, undefined, ['chưa có số nào']],
    [
      'another unit',
      { 1: 500 },
      (sheet) => {
        sheet.getCell(2, 2).value = 'X9';
      },
      ['mã X9'],
    ],
    [
      'a year to come',
      { 1: 500 },
      (sheet) => {
        sheet.getCell(4, 4).value = 'Năm 2027';
      },
      ['năm 2027 không nhận được'],
    ],
  ])('stores nothing of a form with %s, and says where', async (_what, numbers, change, says) => {
    const told = await send(await filled(numbers, change));
    for (const one of says) expect(told).toContain(one);
    expect(await stored()).toEqual([]);
  });

  it('is found beside other sheets, whatever they hold', async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('Ghi chép').addRow(['chợ', 'giá', 2026]);
    const form = (await template()).worksheets[0];
    const copy = book.addWorksheet('Biểu năm');
    form?.eachRow((row, n) => {
      copy.getRow(n).values = row.values;
    });
    copy.getCell(5, 4).value = 512;
    expect(await send(new Uint8Array(await book.xlsx.writeBuffer()))).toContain('Em đã lưu 1 số');
    expect(await stored()).toEqual(['commune-households 2026 512']);
  });

  it.each([
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]), 'không tìm thấy dòng tiêu đề'],
    [
      'a zip that is no workbook',
      Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(400, 7)]),
      'không đọc được như bảng tính',
    ],
    ['an old .xls', Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(100)]), '.xls kiểu cũ'],
    ['nothing', new Uint8Array(), 'tệp trống'],
    ['eleven megabytes', new Uint8Array(11 * 1024 * 1024), 'lớn quá 10 MB'],
  ])('answers %s with what it needs', async (_what, bytes, says) => {
    expect(await send(bytes)).toContain(says);
    expect(await stored()).toEqual([]);
  });

  it('refuses 50,000 rows, and others are answered while it looks', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('Biểu năm');
    for (let i = 0; i < 50_000; i++) sheet.addRow([i, 'Hộ nghèo', 1, 2, 'x']);
    const bytes = new Uint8Array(await book.xlsx.writeBuffer());
    let beats = 0;
    const beat = setInterval(() => {
      beats += 1;
    }, 5);
    const told = await sendTo(newForm(readSheetAside), bytes);
    clearInterval(beat);
    expect(told).toContain('quá 20.000 dòng');
    // Reading it takes a second or more; had it been read here, hardly one beat would have come through.
    expect(beats).toBeGreaterThan(10);
  });

  it('is read in a thread of its own as in the main one', async () => {
    const bytes = await filled({ 1: 500 });
    expect(await readSheetAside(bytes)).toEqual(await readSheetFile(bytes));
  });

  it('says how to do it where a channel brings no files', async () => {
    const said = await world.said('cuc', '');
    const step = await newForm().dialog.begin({ ...said, facts: { scope: 'private', carries: 'file' } });
    expect(textsOf(step)).toContain('biểu năm');
  });
});
