import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hiddenByTotal, type Shown, steadily } from '../../src/indicators/guarded.ts';
import { drawChart } from '../../src/reports/chart.ts';
import { toHtml } from '../../src/reports/html.ts';
import { rawRows, reportOf } from '../../src/reports/report.ts';
import { toXlsx } from '../../src/reports/xlsx.ts';
import { type DigestWorld, digestWorld, plans, texts, textsOf } from '../digests/world.ts';
import { turningSealing } from '../support/test-outbox.ts';

const number = (n: number): Shown => ({ kind: 'number', n });
const small: Shown = { kind: 'small' };

describe('A sum beside the parts that others have seen', () => {
  it.each<[{ n: number | null; shown: Shown | null }[], boolean, string]>([
    [
      [
        { n: 12, shown: number(12) },
        { n: 9, shown: number(9) },
      ],
      false,
      'every part is told',
    ],
    [
      [
        { n: 12, shown: number(12) },
        { n: 3, shown: small },
      ],
      true,
      'the one hidden part is the difference',
    ],
    [
      [
        { n: 12, shown: number(12) },
        { n: 1, shown: small },
        { n: 2, shown: small },
      ],
      true,
      'the hidden ones together are 3',
    ],
    [
      [
        { n: 12, shown: number(12) },
        { n: 4, shown: small },
        { n: 3, shown: small },
      ],
      false,
      'the hidden ones together are 7',
    ],
    [
      [
        { n: 12, shown: number(12) },
        { n: 20, shown: null },
      ],
      true,
      'a commune of one branch is never told',
    ],
    [
      [
        { n: 12, shown: number(12) },
        { n: null, shown: { kind: 'missing' as const } },
      ],
      false,
      'nothing was counted there',
    ],
  ])('%j gives a part away: %s, because %s', (parts, givesAway) => {
    expect(hiddenByTotal(parts)).toBe(givesAway);
  });
});

describe('A running count, from report to report', () => {
  it.each([
    [[7], number(7)],
    [[4], small],
    [[7, 7], number(7)],
    [[7, 9], { kind: 'hidden' }],
    [[7, 9, 12], number(12)],
    [[3, 5], number(5)],
    [[null, null], { kind: 'missing' }],
  ])('of %j shows %j: the few between two reports cannot be counted', (counted, shown) => {
    expect(steadily(counted)).toEqual(shown);
  });
});

describe('Numbers about violence in reports', () => {
  let world: DigestWorld;
  beforeEach(async () => {
    world = await digestWorld('2026-12-20T09:00:00+07:00');
    await world.addUnit('P', 'province', 'Hội LHPN tỉnh Sen', null);
    for (const commune of ['C', 'D', 'E']) {
      await world.addUnit(commune, 'commune', `Hội LHPN xã ${commune}`, 'P');
      for (const n of [1, 2]) await world.addUnit(`${commune}${n}`, 'branch', `Chi hội ${commune}${n}`, commune);
    }
    await world.addOne('que', 'P', 'official');
  });
  afterEach(() => world.close());

  const count = (unitId: string, day: string, found: number, supported: number) =>
    world.store.commit([
      { do: 'add', figure: { measure: 'violence/found', unitId, day }, n: found },
      { do: 'add', figure: { measure: 'violence/supported', unitId, day }, n: supported },
    ]);
  async function report(unitId: string, kind: 'month' | 'half-year' | 'year' = 'year', at = '2026-12-20') {
    const unit = await world.store.first('Unit', { id: unitId });
    if (!unit) throw new Error('no unit');
    return reportOf({ store: world.store, texts, sealing: turningSealing }, { unit, kind, at, plans }, at);
  }
  const line = async (...about: Parameters<typeof report>) =>
    /Phụ nữ, trẻ em gái[^"]*/.exec(JSON.stringify((await report(...about)).sections))?.[0] ?? null;

  it('tell the sum of a commune, never of a branch, and never by the month', async () => {
    await count('C1', '2026-03', 6, 5);
    await count('C2', '2026-03', 4, 3);
    expect(await line('C')).toContain('phát hiện cần trợ giúp: 10; tiếp cận ít nhất một dịch vụ: không nêu');
    expect(await line('C1')).toBeNull();
    expect(await line('C', 'month', '2026-03-31')).toBeNull();
  });

  it('hide a province’s sum from which the one small commune could be worked out', async () => {
    await count('C1', '2026-03', 12, 12);
    await count('D1', '2026-03', 3, 3);
    expect(await line('D')).toContain('dưới 5; tiếp cận ít nhất một dịch vụ: dưới 5');
    expect(await line('P')).toContain('cần trợ giúp: không nêu; tiếp cận ít nhất một dịch vụ: không nêu.');
    await count('E1', '2026-03', 4, 4);
    expect(await line('P')).toContain('cần trợ giúp: 19; tiếp cận ít nhất một dịch vụ: 19 (100%)');
  });

  it('hide the second half-year’s few from those who have read the first report', async () => {
    await count('C1', '2026-03', 8, 8);
    await count('C2', '2026-10', 2, 2);
    expect(await line('C', 'half-year', '2026-06-30')).toContain('cần trợ giúp: 8');
    expect(await line('C')).toContain('cần trợ giúp: không nêu; tiếp cận ít nhất một dịch vụ: không nêu.');
    await count('C2', '2026-11', 4, 4);
    expect(await line('C')).toContain('cần trợ giúp: 14');
  });

  it('stand in no raw row, chart, indicator or detail, and in no digest', async () => {
    await count('C1', '2026-03', 777, 777);
    const whole = await report('P');
    const page = toHtml(
      {
        ...whole,
        sections: whole.sections.map((one) => ({ ...one, parts: one.parts.filter(({ kind }) => kind !== 'text') })),
      },
      texts,
      {
        chart: null,
        style: 'inside',
      },
    );
    const { default: ExcelJS } = await import('exceljs');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await toXlsx(whole, await rawRows(world.store, whole), texts)).buffer as ArrayBuffer);
    const sheets = JSON.stringify(book.worksheets.map((sheet) => sheet.getSheetValues()));
    for (const kind of ['tuần', 'tháng', '6 tháng', 'năm'])
      expect(textsOf(await world.command('que', 'digest', kind))).not.toContain('777');
    for (const one of [page, sheets, drawChart(whole.facts, texts) ?? '']) {
      expect(one).not.toContain('777');
      expect(one).not.toContain('ND-4');
    }
    expect(textsOf(await world.command('que', 'why', 'ND-4'))).toContain('không mở được');
  });
});
