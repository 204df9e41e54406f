import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { ServiceRow } from '../../src/core/records.ts';
import { dangerCard, newDangerRoute } from '../../src/help/danger-card.ts';
import { newDangerGate } from '../../src/help/danger-gate.ts';
import { dangerKinds } from '../../src/help/danger-lexicon.ts';
import { dueForChecking, needsChecking } from '../../src/help/due-for-checking.ts';
import { helpCard, shownLines } from '../../src/help/help-card.ts';
import { dangerCardsSchema, helpLinesSchema, linesNeverCalled, numbersIn } from '../../src/help/help-content.ts';
import { previewIsNeutral, sensitiveInPreview } from '../../src/help/preview.ts';
import { content } from './help-world.ts';

const today = '2026-11-22';
const knownNumbers = content.help.lines.map(({ number }) => number);

describe('The card of the danger gate', () => {
  const cards = dangerKinds.flatMap((kind) =>
    [false, true].map((onBehalf) => ({ kind, onBehalf, text: dangerCard(content.help.cards, kind, onBehalf).text })),
  );

  it.each(cards)(
    'of $kind (on behalf: $onBehalf) begins with a number to call, all its numbers are known, and it fits a small screen',
    ({ text }) => {
      const [first] = text.split('\n\n');
      expect(numbersIn(first ?? '')).not.toEqual([]);
      for (const number of numbersIn(text)) expect(knownNumbers).toContain(number);
      expect(text.length).toBeLessThan(450);
      expect(text).toContain('thoát');
      expect(text).not.toMatch(/!|\p{Extended_Pictographic}(?<!\d)/u);
    },
  );

  it.each(cards)('of $kind (on behalf: $onBehalf) may be seen on a locked screen', ({ text }) => {
    expect(sensitiveInPreview(text, content.sensitive)).toEqual([]);
  });

  it('comes with what is left of a report', () => {
    const route = newDangerRoute(newDangerGate(content.danger), content.help.cards);
    const met = route.read('Tuần này giúp bà Lan 5tr. Chồng em đang đánh em');
    expect(met?.card.text).toContain('113');
    expect(met?.rest).toBe('Tuần này giúp bà Lan 5tr.');
    expect(route.read('cứu em với')?.rest).toBe('');
    expect(route.read('Tuần này giúp bà Lan 5tr')).toBeNull();
  });

  it('is refused by the content check when it names a number that is not among its calls', () => {
    const file = load(readFileSync('prompts/help/danger-cards.yaml', 'utf8')) as {
      cards: { weapon: { herself: { call: string } } };
    };
    file.cards.weapon.herself.call = 'Gọi 1800 5999 ngay.';
    const checked = dangerCardsSchema.safeParse(file);
    expect(checked.success).toBe(false);
  });
});

describe('The help lines', () => {
  it('that are always shown are the five, and "miễn phí" is said of 111 only', () => {
    const shown = shownLines(content.help.lines, null);
    expect(shown.map(({ number }) => number)).toEqual(['113', '114', '115', '111', '1900 969 680']);
    expect(shown.filter(({ cost }) => cost).map(({ number }) => number)).toEqual(['111']);
    expect(shown.find(({ number }) => number === '1900 969 680')?.hours).toBeUndefined();
  });

  it('of a region appear only once called, and only to whoever names its province', () => {
    const lines = content.help.lines.map((line) =>
      line.number === '1800 1769' ? { ...line, calledOn: '2026-11-01' } : line,
    );
    const numbers = (province: string | null) => shownLines(lines, province).map(({ number }) => number);
    expect(numbers('Tỉnh Quảng Ninh')).toContain('1800 1769');
    expect(numbers('Thành phố Hải Phòng')).toContain('1800 1769');
    expect(numbers('Tỉnh Ninh Bình')).not.toContain('1800 1769');
    expect(numbers(null)).not.toContain('1800 1769');
  });

  it('of grade C, or with hours that nobody has checked, are refused', () => {
    const file = () =>
      load(readFileSync('prompts/help/help-lines.yaml', 'utf8')) as {
        lines: [Line, Line, Line, Line, Line, Line];
      };
    type Line = { grade?: string; hours?: string };
    expect(helpLinesSchema.safeParse(file()).success).toBe(true);
    const gradeC = file();
    gradeC.lines[5].grade = 'C';
    expect(helpLinesSchema.safeParse(gradeC).success).toBe(false);
    const hours = file();
    hours.lines[4].hours = '24/7';
    expect(helpLinesSchema.safeParse(hours).success).toBe(false);
    const missing = file();
    (missing.lines as Line[]).shift();
    expect(helpLinesSchema.safeParse(missing).success).toBe(false);
  });

  it('that a release may not show before somebody has called them are named', () => {
    expect(linesNeverCalled(content.help.lines).map(({ number }) => number)).toEqual(['1900 969 680']);
  });
});

describe('The help card', () => {
  const service = (more: Partial<ServiceRow>): ServiceRow => ({
    id: 's',
    unitId: 'u',
    kind: 'police',
    name: 'Công an xã',
    phone: '0000 111 222',
    calledOn: '2026-11-01',
    retiredAt: null,
    enteredBy: 'p',
    ...more,
  });

  it('begins with the emergency numbers, lists six places, and says what to delete and what never', () => {
    const { text } = helpCard(content.help, content.texts, today, null);
    expect(text.slice(0, 80)).toMatch(/113.*114.*115/u);
    expect(text).toContain('6. ');
    expect(text).toContain('xóa đoạn trò chuyện với mình');
    expect(text).toContain('Đừng xóa tin nhắn hay ảnh đe dọa');
    expect(previewIsNeutral(text, content.sensitive)).toBe(true);
    for (const number of numbersIn(text)) expect(knownNumbers).toContain(number);
  });

  it('puts the numbers of the commune under its places and marks those nobody has called for half a year', () => {
    const services = [
      service({}),
      service({ id: 'h', kind: 'health', name: 'Trạm y tế', phone: '0000 333 444', calledOn: '2026-01-02' }),
      service({ id: 'n', kind: 'union', name: 'Hội Phụ nữ xã', phone: '0000 555 666', calledOn: null }),
    ];
    const { text } = helpCard(content.help, content.texts, today, {
      name: 'Xã Xuân Hưng',
      provinceName: 'Tỉnh Ninh Bình',
      services,
    });
    expect(text).toMatch(/2\. Công an, Đồn Biên phòng gần nhất\n\s+Công an xã: 0000 111 222 \(đã gọi thử 1\/11\)/u);
    expect(text).toContain('Trạm y tế: 0000 333 444 (lâu chưa gọi thử lại, lần cuối 2/1/2026)');
    expect(text).toContain('Hội Phụ nữ xã: 0000 555 666 (chưa ai gọi thử)');
  });

  it('says so when a commune has no number yet', () => {
    const { text } = helpCard(content.help, content.texts, today, {
      name: 'Xã Tân Tiến',
      provinceName: null,
      services: [],
    });
    expect(text).toContain('Mình chưa có số nào của Xã Tân Tiến');
  });

  it.each([
    { calledOn: '2026-11-21', due: false, because: 'it was called yesterday' },
    { calledOn: '2026-05-23', due: false, because: 'six months are not over' },
    { calledOn: '2026-05-20', due: true, because: 'six months are over' },
    { calledOn: null, due: true, because: 'nobody has ever called it' },
  ])('wants a number checked: $due, because $because', ({ calledOn, due }) => {
    expect(needsChecking(service({ calledOn }), today)).toBe(due);
    expect(
      dueForChecking([service({ calledOn }), service({ id: 'r', calledOn: null, retiredAt: new Date(0) })], today).get(
        'u',
      )?.length ?? 0,
    ).toBe(due ? 1 : 0);
  });
});

describe('The first 80 characters of a message', () => {
  it.each([
    { text: 'Bạn có thể nộp đơn ly hôn ở đây', neutral: false, because: 'it opens with divorce' },
    { text: 'Ban co the nop don ly hon o day', neutral: false, because: 'accents do not matter' },
    {
      text: `${'Chào bạn, mình đã tìm thấy điều bạn hỏi. '.repeat(3)}Ly hôn cần những giấy tờ sau`,
      neutral: true,
      because: 'the word stands behind the 80th character',
    },
    { text: 'Gọi 113 ngay bây giờ', neutral: true, because: 'numbers are never sensitive' },
    { text: 'Hộ bà Tòa được sửa nhà', neutral: false, because: 'a name that is such a word is not told apart' },
  ])('"$text" is neutral: $neutral, because $because', ({ text, neutral }) => {
    expect(previewIsNeutral(text, content.sensitive)).toBe(neutral);
  });

  it('hold no such word in any sentence of the help feature', () => {
    const phrases =
      JSON.stringify(load(readFileSync('prompts/phrases/help.yaml', 'utf8'))).match(/"(?:[^"\\]|\\.)*"/gu) ?? [];
    const opening = phrases.map((phrase) => JSON.parse(phrase) as string).filter((phrase) => phrase.length > 40);
    expect(opening.filter((phrase) => !previewIsNeutral(phrase, content.sensitive))).toEqual([]);
  });
});
