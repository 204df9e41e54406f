import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Facts, insertsOf, noFacts } from '../../src/check-ins/facts.ts';
import { figuresOf, measureAndDay } from '../../src/check-ins/figures-of.ts';
import { loadContent } from '../../src/content/load-content.ts';
import { addToFigure } from '../../src/core/change.ts';
import { MovableClock } from '../../src/core/clock.ts';
import { instantOf } from '../../src/core/day.ts';
import { daysOf } from '../../src/core/period.ts';
import type { ActivityRow } from '../../src/core/records.ts';
import type { Store } from '../../src/core/store.ts';
import { openDemonstration } from '../../src/demonstration/demonstration.ts';
import { recordsBehind } from '../../src/indicators/records-behind.ts';
import { promptsFolder } from '../../src/paths.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { fullRows } from '../support/rows.ts';
import { freshSqlite } from '../support/sqlite.ts';
import { turningSealing } from '../support/test-outbox.ts';
import { type DigestWorld, digestWorld, textsOf } from './world.ts';

describe('"vì sao" after a figure', () => {
  let world: DigestWorld;
  const ask = async (who: string, id: string, rest = '') => textsOf(await world.command(who, id, rest));

  /** A check-in of a branch, sent by its reporter the day after, with the figures that follow from its facts. */
  async function tell(unitId: string, week: string, facts: Partial<Facts>): Promise<void> {
    const { last } = daysOf(week);
    const checkIn = {
      ...fullRows.CheckIn,
      ...{ id: `${unitId}-${week}`, unitId, reporterId: `reporter-${unitId}`, period: week, late: false },
      ...{ nothing: false, createdAt: instantOf(last, '20:00'), withdrawn: false },
    };
    const all: Facts = { ...noFacts(), checkIns: [checkIn], ...facts };
    const figures = [...figuresOf(all)].map(([key, n]) => {
      const { measure, day } = measureAndDay(key);
      return addToFigure(measure, unitId, day, n);
    });
    await world.store.commit([...insertsOf(all), ...figures]);
  }
  const fact = (unitId: string, week: string, n: number, day: string) => ({
    ...{ id: `${unitId}-${week}-${n}`, checkInId: `${unitId}-${week}`, unitId, day, version: 1 },
    ...{ replacedById: null, waiting: false, createdAt: instantOf(day) },
  });
  const activity = (unitId: string, week: string, n: number, day: string, of: Partial<ActivityRow>): ActivityRow => ({
    ...fullRows.Activity,
    ...fact(unitId, week, n, day),
    ...{ type: 'communication', topics: [], participants: 30, campaign: null, ...of },
  });

  beforeEach(async () => {
    world = await digestWorld('2026-11-24T09:00:00+07:00');
    await world.addUnit('P', 'province', 'Hội LHPN tỉnh Sen', null);
    await world.addUnit('C', 'commune', 'Hội LHPN xã Hồ', 'P');
    await world.addUnit('D', 'commune', 'Hội LHPN xã Mây', 'P');
    for (const n of [1, 2, 3, 4]) {
      await world.addUnit(`B${n}`, 'branch', `Chi hội thôn ${n}`, n < 4 ? 'C' : 'D');
      await world.addOne(`reporter-B${n}`, `B${n}`, 'reporter');
    }
    await world.addOne('cuc', 'C', 'official');
    await world.addOne('que', 'P', 'official');
  });
  afterEach(() => world.close());

  it('lists each check-in: the day, the branch, what was done, and whose role sent it when', async () => {
    await tell('B1', '2026-W26', { activities: [activity('B1', '2026-W26', 1, '2026-06-28', { campaign: '28-6' })] });
    await tell('B4', '2026-W12', {
      activities: [
        activity('B4', '2026-W12', 1, '2026-03-20', { type: 'meeting', campaign: '20-3', participants: null }),
      ],
    });
    expect(await ask('que', 'why', 'TY-7')).toBe(
      [
        'Hội LHPN tỉnh Sen: TY-7 Bốn đợt truyền thông: 0% (0/2), mức giao 100%',
        'Các báo cáo đứng sau, từ 1/12/2025 đến 24/11, mới nhất trước:',
        '• 28/6 Chi hội thôn 1, Hội LHPN xã Hồ: tuyên truyền, truyền thông, đợt 28/6, 30 người (người báo cáo, gửi 28/6)',
        '• 20/3 Chi hội thôn 4, Hội LHPN xã Mây: họp, sinh hoạt, đợt 20/3 (người báo cáo, gửi 22/3)',
      ].join('\n'),
    );
    expect(await ask('cuc', 'why', 'TY-7')).not.toContain('thôn 4');
    expect(await ask('que', 'why', 'ty7 xã mây')).toContain('• 20/3 Chi hội thôn 4:');
    expect(await ask('que', 'why', 'ty7 xã mây')).not.toContain('thôn 1');
    expect(await ask('cuc', 'why', 'TY-7 xã Mây')).toContain('chưa tìm thấy');
  });

  it('shows six at a time, and goes on by "thêm" until the last', async () => {
    for (let i = 10; i < 24; i++) {
      const week = `2026-W${i}`;
      const { first } = daysOf(week);
      await tell('B2', week, { activities: [activity('B2', week, 1, first, { topics: ['conduct_code'] })] });
    }
    const pages = [await ask('cuc', 'why', 'TY-12'), await ask('cuc', 'more'), await ask('cuc', 'more')];
    const lines = pages.flatMap((page) => page.split('\n').filter((line) => line.startsWith('•')));
    expect(pages.map((page) => /và (\d+) lần nữa/u.exec(page)?.[1])).toEqual(['8', '2', undefined]);
    expect(new Set(lines).size).toBe(14);
    for (const page of pages) expect(page.split('\n').length).toBeLessThanOrEqual(12);
    expect(await ask('cuc', 'more')).toContain('không còn gì');
  });

  it('names nobody: a household that reached the set, and a good example, are numbers', async () => {
    await tell('B3', '2026-W40', {
      helps: [
        { ...fullRows.HouseholdHelp, ...fact('B3', '2026-W40', 1, '2026-10-01'), householdHash: 'h', households: 1 },
      ],
      reached: [
        {
          ...fullRows.HouseholdReached,
          ...fact('B3', '2026-W40', 2, '2026-10-01'),
          householdHash: 'h',
          wholeSet: '5k3s',
        },
      ],
      nominations: [{ ...fullRows.Nomination, ...fact('B3', '2026-W40', 3, '2026-10-02') }],
    });
    expect(await ask('cuc', 'why', 'ND-3')).toContain(
      '• 1/10 Chi hội thôn 3: 1 hộ đạt 5 không 3 sạch (người báo cáo, gửi 4/10)',
    );
    expect(await ask('cuc', 'why', 'ND-7')).toContain('• 2/10 Chi hội thôn 3: 1 điển hình được đề xuất');
  });

  it('shows what was stated for the year, by whom, and the reports that were sent', async () => {
    const yearly = [
      ['commune-households', 500],
      ['cultural-families', 420],
      ['poor-households', 0],
    ] as const;
    await tell('C', '2026-W46', {
      checkIns: [
        {
          ...fullRows.CheckIn,
          ...{ id: 'C-2026-W46', unitId: 'C', reporterId: 'cuc', period: '2026', withdrawn: false },
          createdAt: instantOf('2026-11-14', '09:00'),
        },
      ],
      yearly: yearly.map(([measure, value], i) => ({
        ...fullRows.YearlyFigure,
        ...fact('C', '2026-W46', i, '2026-11-14'),
        ...{ year: 2026, measure, value, text: null },
      })),
    });
    expect(await ask('que', 'why', 'TY-1')).toContain(
      '• Năm 2026, Hội LHPN xã Hồ: gia đình văn hóa 420; hộ gia đình toàn xã 500 (cán bộ, gửi 14/11)',
    );
    expect(await ask('que', 'why', 'TY-2')).toContain('hộ nghèo 0; hộ gia đình toàn xã 500');
    expect(await ask('cuc', 'why', 'TY-8')).toContain('Chưa có báo cáo nào đứng sau');
    await world.command('cuc', 'sent', 'năm kế hoạch');
    expect(await ask('que', 'why', 'TY-8')).toContain('• 24/11 Hội LHPN xã Hồ: đã gửi báo cáo năm kế hoạch TY');
    expect(await ask('cuc', 'open', 'TY-8')).toContain('Báo cáo năm gửi trước 1/12: có');
  });
});

describe('The records behind a sum of a made-up province', () => {
  let store: Store;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await freshSqlite();
    const clock = new MovableClock('2026-11-30T09:00:00+07:00');
    store = await openStore(database.url, { clock });
    const { demonstration } = loadContent(promptsFolder);
    const opened = await openDemonstration({ content: demonstration, store, sealing: turningSealing, clock });
    await opened?.figuresReady;
    drop = async () => {
      await store.close();
      await database.drop();
    };
  }, 120_000);
  afterAll(() => drop());

  it('add up to it, unit by unit, page by page', async () => {
    const span = { first: '2025-12-01', last: '2026-11-30' };
    for (const unit of await store.find('Unit', { kind: { in: ['province', 'commune'] } }))
      for (const measure of ['activities', 'reached/whole-helped', 'yearly/households-committed']) {
        const whole = measure.startsWith('yearly/') ? { first: '2026', last: '2026' } : span;
        const [sum] = await store.sumFiguresBelow({
          ...{ unitIds: [unit.id], measures: [measure], ...span, firstYear: '2026' },
        });
        let found = 0;
        for (let skip = 0, left = 1; left > 0; skip += 50) {
          const page = await recordsBehind(store, { unitId: unit.id, measures: [measure], span, skip, limit: 50 });
          for (const { day, figures } of page.records) {
            expect(day >= whole.first && day <= whole.last).toBe(true);
            for (const { n } of figures) found += n;
          }
          left = page.left.n;
        }
        expect(found, `${measure} of ${unit.code}`).toBe(sum?.n ?? 0);
      }
  });

  it('are the same where there are too many to read them all, and time is walked backwards', async () => {
    const province = await store.first('Unit', { kind: 'province' });
    const query = {
      ...{ unitId: province?.id ?? '', measures: ['activities/campaign/28-6', 'yearly/households'] },
      ...{ span: { first: '2025-12-01', last: '2026-11-30' }, limit: 6 },
    };
    for (const skip of [0, 6, 12]) {
      const all = await recordsBehind(store, { ...query, skip });
      const some = await recordsBehind(store, { ...query, skip }, 0);
      expect(some.records).toEqual(all.records);
      expect([all.left.exactly, some.left.exactly]).toEqual([true, false]);
    }
  });
});
