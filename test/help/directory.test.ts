import ExcelJS from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCommunes, readPlaces } from '../../src/help/find-commune.ts';
import { readPastDay, readPhone, samePhone } from '../../src/help/phone-and-day.ts';
import { content, type HelpWorld, helpWorld, said } from './help-world.ts';

let world: HelpWorld;
beforeEach(async () => {
  world = await helpWorld();
});
afterEach(() => world.close());

async function numbersOf(unitId: string) {
  return (await world.store.find('Service', { unitId, retiredAt: null })).map(({ kind, name, phone, calledOn }) => ({
    kind,
    name,
    phone,
    calledOn,
  }));
}

async function sheetOf(rows: readonly (readonly (string | number)[])[]) {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('danh bạ');
  for (const row of rows) sheet.addRow([...row]);
  const bytes = new Uint8Array(await book.xlsx.writeBuffer());
  return { facts: { scope: 'private' as const, loadFile: async () => ({ name: 'danh-ba.xlsx', bytes }) } };
}

async function ask(text: string) {
  const command = world.help.commands.find(
    ({ id }) => id === (text.startsWith('danh bạ') ? 'help.commune' : 'help.card'),
  );
  const step = await command?.run(said(world.clock, 'citizen', text), text.replace(/^danh bạ ?/u, ''));
  if (step?.kind !== 'next') throw new Error('the command gave no answer');
  return step.says[0] ?? { text: '' };
}

describe('An official who keeps the directory of her commune', () => {
  it('adds a number in a few words, notes that she has called it, and retires it', async () => {
    const chi = await world.official('lan', 'xh');
    expect((await chi.runs('help.services')).text).toContain('Danh bạ của Xã Xuân Hưng chưa có số nào');
    await chi.begin('help.services');
    expect((await chi.says('1')).text).toContain('1 Công an');
    expect((await chi.says('công an')).text).toContain('Công an xã Xuân Kiên');
    expect((await chi.says('Công an xã Xuân Hưng')).text).toContain('số điện thoại');
    expect((await chi.says('không nhớ')).notUnderstood).toBe(true);
    expect((await chi.says('0000.111.222')).text).toContain('đã gọi thử');
    expect((await chi.says('chưa gọi')).text).toContain('Em đã thêm Công an xã Xuân Hưng: 0000 111 222');
    expect(await numbersOf('xh')).toEqual([
      { kind: 'police', name: 'Công an xã Xuân Hưng', phone: '0000 111 222', calledOn: null },
    ]);

    await chi.says('2');
    await chi.says('1');
    expect((await chi.says('30/12')).text).toContain('lâu chưa gọi thử lại');
    expect((await numbersOf('xh'))[0]?.calledOn).toBe('2025-12-30');

    await chi.says('3');
    expect((await chi.says('9')).notUnderstood).toBe(true);
    expect((await chi.says('1')).text).toContain('Em đã bỏ Công an xã Xuân Hưng');
    expect(await numbersOf('xh')).toEqual([]);
    expect((await chi.says('xong')).text).toContain('danh bạ đã xong');
    expect(chi.isOpen).toBe(false);
  });

  it('cannot enter the same number twice, nor a day that lies ahead', async () => {
    const chi = await world.official('lan', 'xh');
    await chi.begin('help.services');
    for (const word of ['1', '4', 'Trạm y tế', '0000 333 444']) await chi.says(word);
    expect((await chi.says('30/11/2026')).notUnderstood).toBe(true);
    await chi.says('hôm nay');
    for (const word of ['1', '4', 'Trạm y tế xã']) await chi.says(word);
    expect((await chi.says('0000-333-444')).text).toContain('Số này đã có trong danh bạ dưới tên Trạm y tế');
    expect((await numbersOf('xh')).map(({ calledOn }) => calledOn)).toEqual(['2026-11-22']);
  });

  it('is told every bad row of a spreadsheet, and nothing of it is stored', async () => {
    const chi = await world.official('lan', 'xh');
    await chi.begin('help.services');
    expect((await chi.says('4')).says.at(-1)?.file?.name).toBe('danh-ba-mau.xlsx');
    const rows = [
      ['Loại', 'Tên', 'Số điện thoại', 'Ngày đã gọi'],
      ['Công an', 'Công an xã', '0000 111 222', '20/11/2026'],
      ['Nhà hàng', 'Quán', '0000 1', ''],
      ['Trạm y tế', '', 'không có', '31/02/2026'],
      ['Công an', 'công an xã', '0000111222', ''],
    ];
    const { text } = await chi.says('', await sheetOf(rows));
    expect(text).toContain('Chưa lưu gì, vì bảng có 5 chỗ cần sửa');
    for (const row of [3, 4, 5]) expect(text).toContain(`Dòng ${row}:`);
    expect(await numbersOf('xh')).toEqual([]);

    const good = await chi.says(
      '',
      await sheetOf([...rows.slice(0, 2), ['Địa chỉ tin cậy', 'Nhà chị Mơ', '0000 777 888', '']]),
    );
    expect(good.text).toContain('Em đã nạp 2 số mới, ghi ngày gọi cho 0 số đã có');
    expect((await numbersOf('xh')).length).toBe(2);

    await chi.says('4');
    const again = await chi.says(
      '',
      await sheetOf([rows[0] ?? [], ['Công an', 'Công an xã', '0000 111 222', '21/11/2026']]),
    );
    expect(again.text).toContain('0 số mới, ghi ngày gọi cho 1 số');
    expect((await numbersOf('xh')).find(({ kind }) => kind === 'police')?.calledOn).toBe('2026-11-21');
  });

  it('can send back the template filled in', async () => {
    const chi = await world.official('lan', 'xh');
    await chi.begin('help.services');
    const template = (await chi.says('4')).says.at(-1)?.file;
    const book = new ExcelJS.Workbook();
    const bytes = template?.bytes ?? new Uint8Array();
    await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
    book.worksheets[0]?.addRow(['Ủy ban', 'Ủy ban xã', '0000 999 111', '1/11/2026']);
    const filled = new Uint8Array(await book.xlsx.writeBuffer());
    const { text } = await chi.says('', {
      facts: { scope: 'private', loadFile: async () => ({ name: 'x.xlsx', bytes: filled }) },
    });
    expect(text).toContain('Em đã nạp 1 số mới');
  });

  it('is told of a file that is no spreadsheet or too large, and may leave', async () => {
    const chi = await world.official('lan', 'xh');
    await chi.begin('help.services');
    await chi.says('4');
    const broken = await chi.says('', {
      facts: {
        scope: 'private',
        loadFile: async () => ({ name: 'x.xlsx', bytes: new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]) }),
      },
    });
    expect(broken.text).toContain('không đọc được như bảng tính');
    expect((await chi.says('', { facts: { scope: 'private', loadFile: async () => null } })).text).toContain(
      'Tệp lớn quá 10 MB',
    );
    expect((await chi.says('thôi')).text).toContain('chưa có số nào');
  });

  it('is reminded once a month of numbers that nobody has called for half a year', async () => {
    const chi = await world.official('lan', 'xh');
    await chi.begin('help.services');
    for (const word of ['1', '4', 'Trạm y tế', '0000 333 444', 'chưa gọi']) await chi.says(word);
    const [reminder, ...more] = await world.help.reminders('2026-11-22');
    expect(more).toEqual([]);
    expect(reminder?.key).toBe('services/xh/2026-11/lan');
    expect(reminder?.message.text).toContain('Chị ơi, danh bạ của Xã Xuân Hưng có 1 số');
  });
});

describe('A citizen who names her commune', () => {
  async function found(name: string) {
    return findCommunes(name, await readPlaces(world.store, '2026-11-22')).map(({ unit }) => unit.name);
  }

  it.each([
    { says: 'Xuân Hưng', finds: ['Xã Xuân Hưng'], because: 'it is its name of today' },
    { says: 'xa xuan hung', finds: ['Xã Xuân Hưng'], because: 'accents and the kind do not matter' },
    { says: 'Xuân Kiên', finds: ['Xã Xuân Hưng'], because: 'it was merged into it' },
    { says: 'xuan vinh', finds: ['Xã Xuân Hưng'], because: 'the import tells its old name' },
    { says: 'Xuân Kiên, Xuân Trường', finds: ['Xã Xuân Hưng'], because: 'the old district stands behind it' },
    { says: 'Sông Phan', finds: ['Xã Sông Thượng', 'Xã Sông Hạ'], because: 'it was split' },
    { says: 'Tân Tiến', finds: ['Xã Tân Tiến', 'Phường Tân Tiến'], because: 'two provinces have one' },
    { says: 'Tân Tiến Quảng Ninh', finds: ['Phường Tân Tiến'], because: 'the province tells which' },
    { says: 'Xuân Hưng (xã mới)', finds: ['Xã Xuân Hưng'], because: 'a remark in brackets is no part of a name' },
    { says: 'TT1', finds: ['Xã Tân Tiến'], because: 'it is a code' },
    { says: 'Xuân', finds: [], because: 'a part of a name is no name' },
    { says: 'Hà Nội', finds: [], because: 'there is no such commune here' },
  ])('"$says" finds $finds, because $because', async ({ says, finds }) => {
    expect(await found(says)).toEqual(finds);
  });

  it('gets the numbers of what was merged into it and of its province', async () => {
    for (const [id, unitId, name] of [
      ['ca', 'xk', 'Công an cũ Xuân Kiên'],
      ['tg', 'nb', 'Trung tâm trợ giúp pháp lý tỉnh'],
    ] as const) {
      await world.store.commit([
        {
          do: 'insert',
          table: 'Service',
          row: {
            id,
            unitId,
            kind: id === 'ca' ? 'police' : 'legal_aid',
            name,
            phone: '0000 121 212',
            calledOn: '2026-11-01',
            retiredAt: null,
            enteredBy: 'p',
          },
        },
      ]);
    }
    const { text } = await ask('danh bạ Xuân Hưng');
    expect(text).toContain('Công an cũ Xuân Kiên: 0000 121 212');
    expect(text).toContain('Những nơi khác ở đây:\n• Trung tâm trợ giúp pháp lý tỉnh');
    expect((await ask('trợ giúp')).text).not.toContain('0000 121 212');
  });

  it('is asked which one when there are several, and told when there is none', async () => {
    const several = await ask('danh bạ Tân Tiến');
    expect(several.choices?.map(({ label, says }) => [label, says])).toEqual([
      ['Xã Tân Tiến (Tỉnh Ninh Bình)', 'danh bạ TT1'],
      ['Phường Tân Tiến (Tỉnh Quảng Ninh)', 'danh bạ TT2'],
    ]);
    expect((await ask('danh bạ TT2')).text).toContain('Phường Tân Tiến');
    expect((await ask('danh bạ Nơi Không Có')).text).toContain('113');
    expect((await ask('danh bạ')).text).toContain('danh bạ Xuân Kiên');
  });
});

describe('Telephone numbers and days as people type them', () => {
  it.each([
    ['0228.3123.456', '0228 3123 456'],
    ['113', '113'],
    ['+84 912 000 000', '+84 912 000 000'],
    ['12', null],
    ['gọi cô Lan', null],
    ['0123 abc', null],
  ])('"%s" is %s', (text, phone) => {
    expect(readPhone(text)).toBe(phone);
  });

  it('are the same however they are spaced', () => {
    expect(samePhone('0912 000 000', '0912.000.000'.replaceAll('.', ''))).toBe(true);
    expect(samePhone('+84912000000', '0912000000')).toBe(true);
    expect(samePhone('113', '114')).toBe(false);
  });

  it.each([
    ['hôm nay', '2026-11-22'],
    ['đã gọi ngày 20/11', '2026-11-20'],
    ['30/12', '2025-12-30'],
    ['1-2-2026', '2026-02-01'],
    ['31/2', null],
    ['23/11/2026', null],
    ['mai', null],
  ])('"%s" is the day %s', (text, day) => {
    const words = {
      today: content.texts.words('help.services.today'),
      yesterday: content.texts.words('help.services.yesterday'),
    };
    expect(readPastDay(text, '2026-11-22', words)).toBe(day);
  });
});
