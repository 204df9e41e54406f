import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/core/store.ts';
import { importUnits, type UnitImport } from '../../src/organisation/import-units.ts';
import { mergeUnits } from '../../src/organisation/reorganise.ts';
import { changesBetween, readUnitTree, unitByCode } from '../../src/organisation/tree-changes.ts';
import { unitTemplate } from '../../src/organisation/unit-template.ts';
import { ancestorRows, type UnitTree, unitsBelow, unitsTree } from '../../src/organisation/unit-tree.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { freshSqlite } from '../support/sqlite.ts';
import { texts } from './prompts.ts';

const now = new Date('2026-11-22T01:00:00Z');
const day = '2026-11-22';
const nothing: UnitTree = { units: new Map(), links: [], parents: [] };
const head = 'Mã;Tên;Cấp;Mã cấp trên;Từ ngày;Đến ngày;Nhập vào;Tên cũ;Điểm của kế hoạch;Nông thôn mới;Bộ tiêu chí';
const good = [
  'T01;Tỉnh Mẫu;Tỉnh;',
  'X01;Xã Hòa Mẫu;Xã;T01;1/7/2025;;;Xã Hòa Cũ; ND ;nâng cao;5 không 3 sạch',
  'X01-01;Chi hội thôn 1;Chi hội;X01',
  'X01-02;Chi hội thôn 2;chi hoi;x01',
];

const csv = (...lines: string[]) => new TextEncoder().encode([head, ...lines].join('\r\n'));
const read = (bytes: Uint8Array, tree = nothing, on = day) => importUnits(bytes, tree, { texts, day: on, now });
const problemsOf = (result: UnitImport) => (result.ok ? [] : result.problems);
function treeOf(result: UnitImport): UnitTree {
  if (!result.ok) throw new Error(result.problems.map(({ row, text }) => `${row} ${text}`).join('\n'));
  return result.tree;
}

async function xlsx(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet('Danh sách'), book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

describe('A good list of units', () => {
  it('is imported with its names, dates and marks', async () => {
    const tree = treeOf(await read(csv(...good)));
    expect(unitByCode(tree, 'x01')).toMatchObject({
      name: 'Xã Hòa Mẫu',
      kind: 'commune',
      fromDay: '2025-07-01',
      untilDay: null,
      oldNames: ['Xã Hòa Cũ'],
      marks: { pilotOf: ['ND'], newRural: 'nang_cao', criteriaSets: ['5k3s'] },
    });
    expect(
      unitsTree(tree, day).map(({ unit, children }) => [unit.code, children[0]?.children.map((one) => one.unit.code)]),
    ).toEqual([['T01', ['X01-01', 'X01-02']]]);
  });

  it.each([
    { form: 'UTF-8 with BOM', bytes: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(csv(...good))]) },
    { form: 'commas', bytes: new TextEncoder().encode([head, ...good].join('\n').replaceAll(';', ',')) },
    {
      form: 'tabs in UTF-16, as "Unicode text"',
      bytes: Buffer.from(`\ufeff${[head, ...good].join('\r\n').replaceAll(';', '\t')}`, 'utf16le'),
    },
    {
      form: 'a line sep=; and quotes',
      bytes: new TextEncoder().encode(
        `sep=;\n${head}\n${good
          .map((line) =>
            line
              .split(';')
              .map((cell) => `"${cell}"`)
              .join(';'),
          )
          .join('\n')}`,
      ),
    },
    { form: 'decomposed accents', bytes: new TextEncoder().encode([head, ...good].join('\n').normalize('NFD')) },
    { form: 'old Mac line ends', bytes: new TextEncoder().encode([head, ...good].join('\r')) },
  ])('is read from a .csv with $form', async ({ bytes }) => {
    const tree = treeOf(await read(bytes));
    expect([...tree.units.values()].map(({ name }) => name)).toEqual([
      'Tỉnh Mẫu',
      'Xã Hòa Mẫu',
      'Chi hội thôn 1',
      'Chi hội thôn 2',
    ]);
  });

  it('is read from a .csv in the old Vietnamese code page of Windows', async () => {
    // "Mã;Tên;Cấp;Mã cấp trên" and "T1;Tỉnh Huế;Tỉnh;": 1258 writes ê as one byte and tones as bytes of their own.
    const bytes = Buffer.from([
      ...[0x4d, 0x61, 0xde, 0x3b, 0x54, 0xea, 0x6e, 0x3b, 0x43, 0xe2, 0xec, 0x70, 0x3b],
      ...[0x4d, 0x61, 0xde, 0x20, 0x63, 0xe2, 0xec, 0x70, 0x20, 0x74, 0x72, 0xea, 0x6e, 0x0d, 0x0a],
      ...[
        0x54, 0x31, 0x3b, 0x54, 0x69, 0xd2, 0x6e, 0x68, 0x20, 0x48, 0x75, 0xea, 0xec, 0x3b, 0x54, 0x69, 0xd2, 0x6e,
        0x68, 0x3b,
      ],
    ]);
    expect([...treeOf(await read(bytes)).units.values()].map(({ name }) => name)).toEqual(['Tỉnh Huế']);
  });

  it('is read from an .xlsx with a title, other sheets, numbers, days and formulas', async () => {
    const bytes = await xlsx((sheet, book) => {
      sheet.addRow(['DANH SÁCH ĐƠN VỊ']);
      sheet.mergeCells('A1:D1');
      sheet.addRow([]);
      sheet.addRow(['STT', 'Mã (không trùng)', 'TÊN', 'Cấp', 'Mã cấp trên', 'Từ ngày']);
      sheet.addRow([
        1,
        101,
        { richText: [{ text: 'Tỉnh ' }, { text: 'Mẫu' }] },
        'Tỉnh',
        null,
        new Date('2025-07-01T00:00:00Z'),
      ]);
      sheet.addRow([2, 102, { formula: 'A1', result: 'Xã Mẫu' }, 'xã', { formula: 'B4', result: 101 }, 45_839]);
      book.addWorksheet('Ghi chú').addRow(['không phải danh sách']);
    });
    expect([...treeOf(await read(bytes)).units.values()]).toMatchObject([
      { code: '101', name: 'Tỉnh Mẫu', fromDay: '2025-07-01' },
      { code: '102', name: 'Xã Mẫu', fromDay: '2025-07-01' },
    ]);
  });

  it('can be the template as it is', async () => {
    expect(await read(await unitTemplate(texts))).toMatchObject({ ok: true, counts: { rows: 3, added: 3 } });
  });
});

describe('The same list again', () => {
  let store: Store;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await freshSqlite();
    drop = database.drop;
    store = await openStore(database.url);
  });
  afterAll(async () => {
    await store.close();
    await drop();
  });

  it('changes nothing, also after it went through the database', async () => {
    const first = await read(csv(...good));
    if (!first.ok) throw new Error('refused');
    await store.commit(first.changes);
    const kept = await readUnitTree(store);
    expect(kept.parents).toHaveLength(3);
    const again = await read(csv(...good), kept);
    expect(again).toMatchObject({ ok: true, changes: [], counts: { added: 0, changed: 0, unchanged: 4 } });
    expect((await store.find('UnitAncestor', {})).length).toBe(ancestorRows(kept).length);
  });

  it('with another name and another parent renames and moves on that day, once', async () => {
    const kept = await readUnitTree(store);
    const lines = [...good.slice(0, 3), 'X02;Xã Mới;Xã;T01', 'X01-02;Chi hội Hai;Chi hội;X02'];
    const changed = await read(csv(...lines), kept, '2026-12-01');
    if (!changed.ok) throw new Error('refused');
    expect(changed.counts).toMatchObject({ added: 1, changed: 1 });
    await store.commit(changed.changes);
    const after = await readUnitTree(store);
    const [x01, x02, branch] = ['X01', 'X02', 'X01-02'].map((code) => unitByCode(after, code)!);
    expect(branch).toMatchObject({ name: 'Chi hội Hai', oldNames: ['Chi hội thôn 2'] });
    const rows = await store.find('UnitAncestor', {});
    expect(unitsBelow(rows, x01!.id, '2026-11-30').has(branch!.id)).toBe(true);
    expect(unitsBelow(rows, x01!.id, '2026-12-01').has(branch!.id)).toBe(false);
    expect(unitsBelow(rows, x02!.id, '2026-12-01').has(branch!.id)).toBe(true);
    expect((await store.find('UnitLink', {})).map(({ kind }) => kind).sort()).toEqual(['moved', 'renamed']);
    expect(await read(csv(...lines), after, '2026-12-02')).toMatchObject({ ok: true, changes: [] });
  });

  it('still names the old parent after a merger, and nothing moves back', async () => {
    const kept = await readUnitTree(store);
    const [x01, x02] = ['X01', 'X02'].map((code) => unitByCode(kept, code)!.id);
    const merged = mergeUnits(kept, [x01!], x02!, '2027-01-01', now);
    if (!merged.ok) throw new Error(merged.because);
    await store.commit(changesBetween(kept, merged.tree));
    const after = await readUnitTree(store);
    expect(await read(csv(...good.slice(0, 3)), after, '2027-02-01')).toMatchObject({
      ok: true,
      counts: { changed: 0 },
    });
  });
});

describe('A list that tells of a merger', () => {
  const lines = ['T01;Tỉnh Mẫu;Tỉnh', 'A;Xã A;Xã;T01;;30/6/2025;B', 'B;Xã B;Xã;T01', 'A-1;Chi hội 1;Chi hội;A'];

  it('ends the unit and moves its branches on the day after', async () => {
    const tree = treeOf(await read(csv(...lines)));
    expect(tree.links).toMatchObject([
      { kind: 'moved', day: '2025-07-01' },
      { kind: 'merged', day: '2025-07-01' },
    ]);
    expect(unitByCode(tree, 'A')?.untilDay).toBe('2025-06-30');
    expect(unitByCode(tree, 'A-1')?.parentId).toBe(unitByCode(tree, 'B')?.id);
    expect(await read(csv(...lines), tree)).toMatchObject({ ok: true, changes: [] });
  });
});

describe('A bad row', () => {
  it.each([
    { line: ';Chi hội 9;Chi hội;X01', says: 'cột Mã: thiếu mã' },
    { line: 'mã có dấu;Chi hội 9;Chi hội;X01', says: 'ví dụ XK-01' },
    { line: 'X01-01;Chi hội 9;Chi hội;X01', says: 'đã có ở dòng 4' },
    { line: 'X01-09;;Chi hội;X01', says: 'thiếu tên' },
    { line: 'X01-09;12;Chi hội;X01', says: 'chỉ có số' },
    { line: `X01-09;${'a'.repeat(201)};Chi hội;X01`, says: '200 ký tự' },
    { line: 'X01-09;Chi hội 9;Xóm;X01', says: 'chọn một trong: Trung ương, Tỉnh' },
    { line: 'X01-09;Chi hội 9;;X01', says: 'thiếu cấp' },
    { line: 'X01-09;Chi hội 9;Chi hội;', says: 'phải có mã cấp trên' },
    { line: 'X01-09;Chi hội 9;Chi hội;X99', says: 'không có đơn vị nào mã X99' },
    { line: 'X01-09;Chi hội 9;Chi hội;X01-09', says: 'cấp trên của chính mình' },
    { line: 'X01-09;Chi hội 9;Chi hội;X01-01', says: 'không phải cấp cao hơn' },
    { line: 'X01-09;Chi hội 9;Chi hội;X01;31/2/2026', says: 'viết dạng 1/7/2025' },
    { line: 'X01-09;Chi hội 9;Chi hội;X01;năm ngoái', says: 'viết dạng 1/7/2025' },
    { line: 'X01-09;Chi hội 9;Chi hội;X01;1/7/2025;1/6/2025', says: 'trước ngày bắt đầu' },
    { line: 'X01-09;Chi hội 9;Chi hội;X01;;;X01-01', says: 'phải có Đến ngày' },
    { line: 'X01-09;Chi hội 9;Chi hội;X01;;30/6/2025;X99', says: 'không có đơn vị nào mã X99' },
    { line: 'X01-09;Chi hội 9;Chi hội;X01;;30/6/2025;X01', says: 'không cùng cấp' },
    { line: 'X01-09;Chi hội 9;Chi hội;X01;;;;;kế hoạch 1', says: 'ví dụ ND' },
    { line: 'X01-09;Chi hội 9;Chi hội;X01;;;;;;đạt', says: 'nâng cao, kiểu mẫu' },
    { line: 'X01-09;Chi hội 9;Chi hội;X01;;;;;;;6 không', says: '5 không 3 sạch 3 an' },
  ])('"$line" is told with its number and the cure: $says', async ({ line, says }) => {
    const problems = problemsOf(await read(csv(...good, line)));
    expect(problems.map(({ row }) => row)).toEqual([6]);
    expect(problems[0]?.text).toContain(says);
  });

  it('keeps the good ones out, and all bad ones are told at once in their order', async () => {
    const result = await read(csv(...good, 'X01-09;;Chi hội;X99', '', ';Chi hội 8;Xóm;X01'));
    expect(problemsOf(result).map(({ row }) => row)).toEqual([6, 6, 8, 8]);
  });

  it('with merged cells is told so', async () => {
    const bytes = await xlsx((sheet) => {
      sheet.addRow(['Mã', 'Tên', 'Cấp', 'Mã cấp trên']);
      sheet.addRow(['T01', 'Tỉnh Mẫu', 'Tỉnh']);
      sheet.addRow(['X01', 'Xã Một', 'Xã', 'T01']);
      sheet.addRow(['X02', 'Xã Hai', 'Xã']);
      sheet.mergeCells('D3:D4');
    });
    expect(problemsOf(await read(bytes)).map(({ row, text }) => [row, text.includes('bỏ gộp')])).toEqual([
      [3, true],
      [4, true],
    ]);
  });

  it('of a kind that the unit has not had is refused', async () => {
    const tree = treeOf(await read(csv(...good)));
    expect(problemsOf(await read(csv('X01-01;Chi hội thôn 1;Tổ;X01'), tree))[0]?.text).toContain('đang là cấp Chi hội');
  });
});

describe('A file that is no list of units', () => {
  it.each([
    { file: 'nothing', bytes: async () => new Uint8Array(), says: 'không có dòng nào' },
    { file: 'headings alone', bytes: async () => csv(), says: 'không có dòng nào' },
    {
      file: 'a picture',
      bytes: async () => new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]),
      says: 'không đọc được',
    },
    {
      file: 'a broken workbook',
      bytes: async () => new Uint8Array([0x50, 0x4b, 3, 4, 9, 9, 9]),
      says: 'không đọc được',
    },
    { file: 'an old .xls', bytes: async () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1]), says: '.xls' },
    { file: 'more than 10 MB', bytes: async () => new Uint8Array(10 * 1024 * 1024 + 1), says: '10 MB' },
    {
      file: 'another list',
      bytes: async () => new TextEncoder().encode('Họ tên,Tuổi\nA,3'),
      says: 'không tìm thấy dòng tiêu đề',
    },
    {
      file: 'a list without a column',
      bytes: async () => new TextEncoder().encode('Mã,Tên\nA,Xã A'),
      says: 'thiếu cột Cấp, Mã cấp trên',
    },
    {
      file: 'a misspelt column',
      bytes: async () => new TextEncoder().encode('Mã,Tên,Cấp,Mã cấp trên,Điểm kế hạch\nA,Xã A,Xã,,ND'),
      says: 'không có cột nào tên "Điểm kế hạch"',
    },
    {
      file: 'a column twice',
      bytes: async () => new TextEncoder().encode('Mã,Tên,Cấp,Mã cấp trên,Tên\nA,Xã A,Xã,,B'),
      says: 'có hai lần',
    },
    {
      file: '20,100 rows',
      bytes: async () => csv(...Array.from({ length: 20_100 }, (_, i) => `T${i};Tỉnh ${i}a;Tỉnh`)),
      says: '20.000',
    },
  ])('$file is refused: $says', async ({ bytes, says }) => {
    expect(problemsOf(await read(await bytes()))[0]?.text).toContain(says);
  });
});
