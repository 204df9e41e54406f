import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, understand } from '../../../src/check-ins/understanding/understand.ts';
import { readLexicon } from '../../support/lexicon.ts';

const lexicon = readLexicon();
const TODAY = '2026-11-22';
const said = (text: string) => read(text, TODAY, lexicon);

describe('A message with households, activities, sums and days', () => {
  it('is read whole', () => {
    expect(
      understand(
        'giup ba lan sua nha 5tr, chi hoa xom 3 dat sach bep. hom thu 5 hop chi hoi tuyen truyen 4 gia tri 35 nguoi',
        TODAY,
        lexicon,
      ),
    ).toEqual({
      numbers: [35],
      money: [5000000],
      dates: ['2026-11-19'],
      checkIn: {
        households: [
          {
            name: 'bà Lan',
            hamlet: null,
            date: null,
            support: ['house_repair'],
            valueVnd: 5000000,
            criteriaReached: [],
          },
          { name: 'chị Hoa', hamlet: 'xóm 3', date: null, support: [], valueVnd: null, criteriaReached: ['sach_bep'] },
        ],
        householdsCount: 2,
        activities: [
          {
            type: 'communication',
            topics: ['an_toan', 'trach_nhiem', 'thinh_vuong', 'binh_dang'],
            date: '2026-11-19',
            participants: 35,
            campaign: null,
            model: null,
            householdsInformed: null,
            householdsCommitted: null,
          },
        ],
        nothing: false,
        sameAsLast: false,
      },
      unclear: [],
    });
  });

  it('keeps with each value the words it came from', () => {
    const reading = said('giúp bà Lan xóm 3 sửa nhà 5tr');
    const [household] = reading.households;
    const words = (span: { from: number; to: number } | undefined) => reading.text.slice(span?.from, span?.to);
    expect(words(household?.name.span)).toBe('bà Lan');
    expect(words(household?.hamlet?.span)).toBe('xóm 3');
    expect(words(household?.valueVnd?.span)).toBe('5tr');
    expect(words(household?.supports[0]?.span)).toBe('sửa nhà');
  });

  it('drops the name of a household beside violence and keeps the count', () => {
    const reading = said('chị Hoa bị chồng đánh, chi hội đã đến tư vấn');
    expect(reading.households).toEqual([]);
    expect(reading.counted).toMatchObject([{ withoutName: 'violence', count: { value: 1 } }]);
    const { text: _text, counted, ...rest } = reading;
    expect(JSON.stringify([rest, counted])).not.toContain('Hoa');
  });

  it('knows that a sum was shared evenly', () => {
    expect(
      said('giúp bà Lan, bà Hồng 10 triệu chia đều').households.map(({ valueVnd, sharedEvenly }) => [
        valueVnd?.value,
        sharedEvenly,
      ]),
    ).toEqual([
      [5000000, true],
      [5000000, true],
    ]);
  });

  it('gives a whole set its name beside its criteria', () => {
    expect(said('bà Lan đạt 5 không 3 sạch').households[0]?.wholeSets).toMatchObject([{ value: '5k3s' }]);
  });

  it('gives "tuần trước" as a stretch and not as a day', () => {
    expect(said('tuần trước họp 30 chị').activities[0]?.when).toMatchObject({
      kind: 'stretch',
      from: '2026-11-09',
      to: '2026-11-15',
    });
  });

  it('says where something was planned, and records nothing of it', () => {
    expect(said('mai họp chi hội 30 chị')).toMatchObject({ activities: [], planned: [{}], unclear: [] });
  });

  it('takes the corrected value and says that it did', () => {
    const reading = said('giúp bà Lan 5tr à nhầm 6tr');
    expect(reading.households[0]?.valueVnd?.value).toBe(6000000);
    expect(reading.corrections).toMatchObject([{ was: '5tr' }]);
  });

  it('takes who is proposed for praise as a nomination and not as a household helped', () => {
    expect(said('đề nghị khen gia đình bà Tư nuôi con ngoan')).toMatchObject({
      households: [],
      nominations: [{ whom: 'family', name: { value: 'bà Tư' } }],
    });
  });
});

describe('Any text', () => {
  const pieces = fc.constantFrom(
    'giúp',
    'ba',
    'lan',
    'xom 3',
    '5tr',
    'họp',
    '35',
    'người',
    'thu 5',
    'tuan truoc',
    ',',
    '.',
    '\n',
    'mỗi hộ',
    'à nhầm',
    '2 3',
    'vài',
    'hộ',
    'không',
    'có gì',
    '20/10',
    'trăm rưỡi',
    '5k3s',
    'chia đều',
    'bị đánh',
    '%',
    '1.',
    '😀',
    '\u202e',
  );
  const sentences = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.array(pieces, { maxLength: 14 }).map((words) => words.join(' ')),
  );

  it('is read without an error, and every span lies inside it', () => {
    fc.assert(
      fc.property(sentences, (text) => {
        const reading = said(text);
        const spans = [...reading.numbers, ...reading.money, ...reading.whens, ...reading.unclear].map(
          ({ span }) => span,
        );
        for (const { from, to } of spans) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(reading.text.length);
          expect(from).toBeLessThanOrEqual(to);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('means the same in NFC and NFD', () => {
    fc.assert(
      fc.property(sentences, (text) => {
        expect(understand(text.normalize('NFD'), TODAY, lexicon)).toEqual(
          understand(text.normalize('NFC'), TODAY, lexicon),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('of 100,000 characters is read in bounded time, and what was not read is asked', () => {
    const long = 'giup ba lan sua nha 5tr, hop 30 nguoi. '.repeat(2600);
    const start = performance.now();
    const reading = said(long);
    expect(performance.now() - start).toBeLessThan(8000);
    expect(reading.unclear.at(-1)).toMatchObject({ field: 'number', readings: [] });
  });

  it('with 999999999 households is a number like any other', () => {
    expect(understand('giup 999999999 ho', TODAY, lexicon).checkIn.householdsCount).toBe(999999999);
  });
});
