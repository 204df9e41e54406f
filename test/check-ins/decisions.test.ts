import { describe, expect, it } from 'vitest';
import { isClosed } from '../../src/check-ins/closing.ts';
import { defaultDay, type Item } from '../../src/check-ins/draft.ts';
import { monthToAsk } from '../../src/check-ins/month-to-ask.ts';
import { doubtOfItem } from '../../src/check-ins/open-doubt.ts';
import { compareHousehold } from '../../src/check-ins/same-household.ts';
import { offeredReadings } from '../../src/check-ins/settle-doubt.ts';
import { yearToState } from '../../src/check-ins/yearly-dialog.ts';
import { bareName, foldedHamlet, titleOf } from '../../src/language/household-names.ts';

describe('The name of a household', () => {
  it.each([
    { name: 'bà Lan', bare: 'lan', title: 'ba' },
    { name: 'Bà  LAN', bare: 'lan', title: 'ba' },
    { name: 'ba lan', bare: 'lan', title: 'ba' },
    { name: 'hộ gia đình chị Lan', bare: 'lan', title: 'chi' },
    { name: 'nhà bà Lan', bare: 'lan', title: 'ba' },
    { name: 'chị Năm', bare: 'nam', title: 'chi' },
    { name: 'Lan', bare: 'lan', title: '' },
    { name: 'bà Ba', bare: 'ba', title: 'ba' },
    { name: 'bà Nguyễn Thị Lan', bare: 'nguyen thi lan', title: 'ba' },
    { name: 'vợ chồng anh Hùng', bare: 'hung', title: 'vo chong anh' },
  ])('"$name" is compared as "$bare", said of "$title"', ({ name, bare, title }) => {
    expect(bareName(name)).toBe(bare);
    expect(titleOf(name)).toBe(title);
  });

  it.each([
    ['xóm 3', 'Xom 03'],
    ['thôn Đông', 'thon dong'],
  ])('%s and %s are one hamlet', (one, other) => expect(foldedHamlet(one)).toBe(foldedHamlet(other)));
});

describe('Whether a household told of now is one on record', () => {
  const known = (name: string, hamlet: string | null, hash = name) => ({ hash, name, hamlet, lastDay: '2026-11-03' });
  it.each([
    { told: ['bà Lan', 'xóm 3'], on: [known('bà Lan', 'xóm 3')], is: 'same', because: 'title and hamlet agree' },
    {
      told: ['Bà Lan', 'Xóm 03'],
      on: [known('ba lan', 'xom 3')],
      is: 'same',
      because: 'accents and zeros do not count',
    },
    { told: ['bà Lan', 'xóm 3'], on: [known('bà Lan', 'xóm 5')], is: 'other', because: 'the hamlets differ' },
    { told: ['bà Lan', null], on: [known('bà Lan', null)], is: 'ask', because: 'no hamlet says that it is the same' },
    { told: ['bà Lan', null], on: [known('bà Lan', 'xóm 3')], is: 'ask', because: 'one has a hamlet and one has none' },
    { told: ['chị Lan', 'xóm 3'], on: [known('bà Lan', 'xóm 3')], is: 'ask', because: 'a title may be another person' },
    { told: ['bà Lan', null], on: [], is: 'other', because: 'nobody of the name is on record' },
    {
      told: ['bà Lan', 'xóm 3'],
      on: [known('bà Lan', 'xóm 5', 'a'), known('bà Lan', 'xóm 3', 'b')],
      is: 'same',
      because: 'of two Lans the hamlet tells which',
    },
  ] as const)('$told beside $on: $is, because $because', ({ told: [name, hamlet], on, is }) => {
    expect(compareHousehold({ name, hamlet }, on).is).toBe(is);
  });
});

describe('What is asked about an item before it is stored', () => {
  const today = '2026-11-22';
  const household = (more: object): Item => ({
    is: 'household',
    id: 1,
    name: 'bà Lan',
    hamlet: null,
    day: null,
    supports: ['cash'],
    valueVnd: null,
    criteria: [],
    wholeSets: [],
    likely: [],
    same: 'new',
    ...more,
  });
  const counted = (more: object): Item => ({
    is: 'counted',
    id: 1,
    count: 3,
    because: 'number',
    day: null,
    supports: ['gift'],
    valueVnd: null,
    criteria: [],
    wholeSets: [],
    ...more,
  });
  const activity = (more: object): Item => ({
    is: 'activity',
    id: 1,
    type: 'meeting',
    topics: [],
    day: null,
    participants: null,
    campaign: null,
    model: null,
    householdsInformed: null,
    householdsCommitted: null,
    photos: [],
    ...more,
  });
  it.each([
    { item: household({}), asks: null, because: 'nothing is unlikely' },
    { item: household({ day: '2026-11-23' }), asks: 'future', because: 'tomorrow has not happened' },
    { item: household({ day: today }), asks: null, because: 'today is fine' },
    { item: household({ day: '2026-10-22' }), asks: null, because: '31 days back is fine' },
    { item: household({ day: '2026-10-21' }), asks: 'long-ago', because: '32 days back is asked about' },
    { item: household({ day: '2025-11-21' }), asks: 'long-ago', because: '366 days back is asked about' },
    { item: household({ day: '2025-11-20' }), asks: 'too-old', because: '367 days back is refused' },
    { item: household({ valueVnd: 1_000_000_000_001 }), asks: 'too-many', because: 'money is refused above 10^12' },
    { item: household({ valueVnd: 5_000_000_000 }), asks: 'many', because: 'five billion for a household is unlikely' },
    { item: household({ valueVnd: 500 }), asks: 'many', because: '500 đồng buys nothing' },
    { item: household({ valueVnd: 0 }), asks: null, because: 'nothing given in money' },
    { item: counted({ count: 999_999_999 }), asks: 'too-many', because: 'no branch has so many households' },
    { item: counted({ count: 201 }), asks: 'many', because: 'a branch has hardly so many' },
    { item: counted({ count: 2.5 }), asks: 'reading', because: 'households are whole' },
    { item: counted({ count: null }), asks: 'reading', because: 'how many is missing' },
    { item: counted({ wholeSets: ['5k3s'] }), asks: 'names', because: 'each household reaches a set once' },
    { item: activity({ participants: 2_001 }), asks: 'many', because: 'so many hardly came' },
    { item: activity({ participants: 35 }), asks: null, because: 'an ordinary meeting' },
    {
      item: activity({ householdsInformed: 30, householdsCommitted: 40 }),
      asks: 'many',
      because: 'more committed than were informed',
    },
  ])('$asks: $because', ({ item, asks }) => {
    expect(doubtOfItem(item, today, [])?.kind ?? null).toBe(asks);
  });

  it('what she has confirmed is not asked again', () => {
    const doubt = doubtOfItem(counted({ count: 201 }), today, ['1/many/count']);
    expect(doubt).toBeNull();
  });
});

describe('Which readings are offered by number', () => {
  const doubt = (readings: (number | string)[]) =>
    ({ kind: 'reading', field: 'count', itemId: 1, said: '', readings }) as const;
  it.each([
    { readings: [2, 3], offered: [], because: '"2" would be the second choice' },
    { readings: [50, 60], offered: [50, 60], because: 'no place is 50' },
    { readings: [1, 2], offered: [1, 2], because: 'each stands at its own place' },
    { readings: [Number.NaN], offered: [], because: '"mấy hộ" names none' },
  ])('$readings → $offered: $because', ({ readings, offered }) => {
    expect(offeredReadings(doubt(readings))).toEqual(offered);
  });
});

describe('Whether a week is closed', () => {
  const closing = (closedAt: string, reopenedAt: string | null = null) => ({
    id: closedAt,
    unitId: 'commune',
    period: '2026-W46',
    closedAt: new Date(closedAt),
    closedBy: null,
    reopenedAt: reopenedAt ? new Date(reopenedAt) : null,
  });
  it.each([
    { today: '2026-11-15', closings: [], closed: false, because: 'it has not ended' },
    { today: '2026-11-24', closings: [], closed: false, because: 'nine days have passed' },
    { today: '2026-11-25', closings: [], closed: true, because: 'day 10 after its end' },
    { today: '2026-11-16', closings: [closing('2026-11-16')], closed: true, because: 'the official closed it' },
    {
      today: '2026-12-20',
      closings: [closing('2026-11-25', '2026-12-01')],
      closed: false,
      because: 'she has reopened it',
    },
    {
      today: '2026-12-20',
      closings: [closing('2026-11-25', '2026-12-01'), closing('2026-12-10')],
      closed: true,
      because: 'she has closed it again',
    },
  ])('on $today: $closed, because $because', ({ today, closings, closed }) => {
    expect(isClosed('2026-W46', today, closings)).toBe(closed);
  });
});

describe('The month whose counts are asked for', () => {
  it.each([
    { today: '2026-11-23', stated: ['2026-10'], month: null, because: 'October is stated, November not over' },
    { today: '2026-11-23', stated: [], month: '2026-10', because: 'October was never stated' },
    { today: '2026-11-24', stated: ['2026-10'], month: '2026-11', because: 'November is nearly over' },
    { today: '2026-11-30', stated: ['2026-11'], month: null, because: 'once a month' },
    { today: '2027-01-05', stated: ['2026-11'], month: '2026-12', because: 'the month before lies in the year before' },
  ])('on $today with $stated: $month, because $because', ({ today, stated, month }) => {
    expect(monthToAsk(today, stated)).toBe(month);
  });
});

describe('The year of a statement', () => {
  it.each([
    { text: '', today: '2026-11-22', year: 2026 },
    { text: '', today: '2027-01-10', year: 2026 },
    { text: 'năm 2025', today: '2026-11-22', year: 2025 },
    { text: '2031', today: '2026-11-22', year: 2026 },
  ])('"$text" on $today is $year', ({ text, today, year }) => expect(yearToState(text, today)).toBe(year));
});

describe('The day of a fact without one', () => {
  it.each([
    { week: '2026-W47', today: '2026-11-19', day: '2026-11-19' },
    { week: '2026-W46', today: '2026-11-19', day: '2026-11-15' },
  ])('told on $today for $week is $day', ({ week, today, day }) => expect(defaultDay(week, today)).toBe(day));
});
