import { beforeEach, describe, expect, it } from 'vitest';
import { MovableClock, minutes } from '../../src/core/clock.ts';
import { type Handovers, newHandovers } from '../../src/help/handover/handovers.ts';
import { relayedText } from '../../src/help/handover/relayed-text.ts';
import { newTopicCounters } from '../../src/help/topic-counters.ts';
import { content, said } from './help-world.ts';

const officials = { hoa: 'xh', mai: 'xh', thu: 'nb' } as const;
const clock = new MovableClock('2026-11-22T02:00:00Z');
let handovers: Handovers;
beforeEach(() => {
  handovers = newHandovers({ texts: content.texts, clock });
});

/** What each side hears of a message, one line each; null when no handover took it. */
function says(who: string, text: string, quotes?: string): string[] | null {
  const unitId = officials[who as keyof typeof officials];
  const message = said(clock, who, text, unitId && { role: 'official', unitId });
  const facts = { ...message.facts, ...(quotes ? { quotes } : {}) };
  const effects = handovers.take(
    { ...message, facts },
    {
      conversationId: who,
      channel: 'simulated',
      sealedAddress: `sealed-${who}`,
    },
  );
  return effects?.map(({ to, message: { text: told } }) => `${to.conversationId}: ${told}`) ?? null;
}

/** A citizen in talk K1 with Hoa and Mai of the commune. */
function talking(): void {
  for (const who of ['hoa', 'mai', 'thu']) says(who, 'trực');
  says('citizen', 'gặp người thật');
  says('citizen', 'Xuân Hưng');
  says('citizen', '1');
}

describe('With nobody on duty', () => {
  it('whoever asks for a person is told so and given the numbers', () => {
    const [told, ...more] = says('citizen', 'gặp người') ?? [];
    expect(more).toEqual([]);
    for (const number of ['113', '111', '1900 969 680']) expect(told).toContain(number);
    expect(says('citizen', 'chào')).toBeNull();
  });

  it('who said "hết trực" is not on duty', () => {
    says('hoa', 'trực');
    says('hoa', 'hết trực');
    expect(says('citizen', 'gặp người')?.[0]).toContain('chưa có cán bộ nào trực');
  });

  it('a citizen, or a reporter, cannot go on duty', () => {
    expect(says('citizen', 'trực')).toBeNull();
  });
});

describe('A citizen who asks for a person', () => {
  it('chooses the office, is told who reads and what stays, and agrees before anything is passed on', () => {
    for (const who of ['hoa', 'mai', 'thu']) says(who, 'trực');
    expect(handovers.offices().map(({ name }) => name)).toEqual(['Tỉnh Ninh Bình', 'Xã Xuân Hưng']);
    expect(says('citizen', 'gặp cán bộ')?.[0]).toContain('Xã bạn, xã khác hay tỉnh');
    expect(says('citizen', 'chồng em')?.[0]).toContain('lúc này chưa có ai trực');
    const [consent, ...others] = says('citizen', 'xa xuan vinh') ?? [];
    expect(others).toEqual([]);
    expect(consent).toContain('cán bộ trực của Xã Xuân Hưng đọc (2 người)');
    expect(consent).toContain('điện thoại của họ sẽ giữ lại');
    expect(says('citizen', 'em sợ')).toEqual([consent]);
    const begun = says('citizen', '1') ?? [];
    expect(begun.map((line) => line.split(':')[0])).toEqual(['citizen', 'hoa', 'mai']);
    expect(begun[1]).toContain('K1');
  });

  it('may choose the province, or refuse', () => {
    for (const who of ['hoa', 'thu']) says(who, 'trực');
    says('citizen', 'gặp người');
    expect(says('citizen', '1')?.[0]).toContain('Tỉnh Ninh Bình đọc (1 người)');
    expect(says('citizen', '2')).toEqual(['citizen: Vâng, mình không chuyển tin nào.']);
    expect(says('citizen', 'alo')).toBeNull();
  });
});

describe('In a talk', () => {
  it('her words go to the officials of that office only, under the short name, without account, links or control characters', () => {
    talking();
    const heard = says('citizen', 'em ở\u202E nhà https://x.vn/abc với www.a.com nhé') ?? [];
    expect(heard).toEqual(
      ['hoa', 'mai'].map((who) => `${who}: K1: em ở nhà (liên kết đã bỏ) với (liên kết đã bỏ) nhé`),
    );
  });

  it('an official who answers a message of K1 by quoting it need not name it', () => {
    talking();
    expect(says('hoa', 'chị nghe đây', 'K1: em sợ lắm')).toEqual(['citizen: Cán bộ: chị nghe đây']);
    expect(says('hoa', 'chị nghe đây', 'Bản tin tuần')).toBeNull();
    expect(says('thu', 'chào em', 'K1: em sợ lắm')?.[0]).toContain('Không có cuộc nào tên K1');
  });

  it("an official's words go nowhere unless she names K1 or is in it", () => {
    talking();
    expect(says('hoa', 'hôm nay giúp bà Lan 5tr')).toBeNull();
    expect(says('hoa', 'K1: chị nghe đây')).toEqual(['citizen: Cán bộ: chị nghe đây']);
    expect(says('hoa', 'k1')?.[0]).toContain('Chị đang ở K1');
    expect(says('hoa', 'em kể chị nghe')).toEqual(['citizen: Cán bộ: em kể chị nghe']);
    expect(says('hoa', 'ra')?.[0]).toContain('Chị đã ra khỏi K1');
    expect(says('hoa', 'báo cáo tuần')).toBeNull();
    expect(says('hoa', 'K9 chào')?.[0]).toContain('Em chưa gửi tin này cho ai');
    expect(says('hoa', 'K10 hộ nghèo')?.[0]).toContain('Không có cuộc nào tên K10');
  });

  it('an official of another office cannot speak into it', () => {
    talking();
    expect(says('thu', 'K1 chào em')?.[0]).toContain('Không có cuộc nào tên K1');
  });

  it('ends when she says so', () => {
    talking();
    says('hoa', 'K1');
    const ended = says('citizen', 'kết thúc') ?? [];
    expect(ended[0]).toContain('citizen: Cuộc nói chuyện đã dừng');
    expect(ended.slice(1)).toEqual(['hoa: K1: người ấy đã dừng.', 'mai: K1: người ấy đã dừng.']);
    expect(says('hoa', 'giúp 2 hộ')).toBeNull();
    expect(says('citizen', 'tiếp')).toBeNull();
  });

  it('ends when an official says so', () => {
    talking();
    const ended = says('mai', 'K1 hết') ?? [];
    expect(ended[0]).toContain('citizen: Cán bộ đã dừng');
    expect(ended[0]).toContain('113');
    expect(says('citizen', 'alo')).toBeNull();
  });

  it('ends quietly when she leaves quickly: nothing is sent to her', () => {
    talking();
    const told = handovers.leave('citizen');
    expect(told.map(({ to }) => to.conversationId)).toEqual(['hoa', 'mai']);
    expect(says('citizen', 'canh chua nấu sao')).toBeNull();
  });

  it('ends when the last official goes off duty, and she is told', () => {
    talking();
    expect(says('hoa', 'hết trực')).toHaveLength(1);
    expect(says('citizen', 'còn ai không')).toEqual(['mai: K1: còn ai không']);
    const left = says('mai', 'hết trực') ?? [];
    expect(left[1]).toContain('citizen: Cán bộ đã dừng');
  });

  it('is over after half an hour without a word', () => {
    talking();
    clock.advance(minutes(31));
    expect(says('citizen', 'alo')).toBeNull();
    expect(says('hoa', 'K1 alo')?.[0]).toContain('hoặc cuộc ấy đã dừng');
  });

  it('is never given the name of an earlier one', () => {
    talking();
    says('citizen', 'kết thúc');
    says('other', 'gặp người');
    says('other', '2');
    const begun = says('other', '1') ?? [];
    expect(begun[1]).toContain('K2');
    expect(says('hoa', 'K1: hẹn em mai')?.[0]).toContain('Em chưa gửi tin này cho ai');
  });

  it('she is told with the numbers when her words could not be delivered', () => {
    talking();
    const [told] = handovers.undelivered({
      to: { conversationId: 'hoa', channel: 'simulated', sealedAddress: 's' },
      message: { text: '' },
    });
    expect(told?.to.conversationId).toBe('citizen');
    expect(told?.message.text).toContain('113');
  });

  it('an official whose post has ended is off duty with her next message', () => {
    talking();
    const message = said(clock, 'hoa', 'K1 chào');
    expect(handovers.take(message, { conversationId: 'hoa', channel: 'simulated', sealedAddress: 's' })).toBeNull();
    expect(says('citizen', 'alo')).toEqual(['mai: K1: alo']);
  });
});

describe('What is relayed', () => {
  it.each([
    ['xem http://a.b/c đi', 'xem (x) đi'],
    ['vào fb.com/abc nhé', 'vào (x) nhé'],
    ['t.me/nhom', '(x)'],
    ['hộ bà Lan.Com sôi rồi', 'hộ bà (x) sôi rồi'],
    ['giúp 5.000 đồng', 'giúp 5.000 đồng'],
    ['a\u0007b\u200Bc', 'abc'],
  ])('of "%s" is "%s"', (text, relayed) => {
    expect(relayedText(text, '(x)')).toBe(relayed);
  });
});

describe('The counters of topics', () => {
  it('give nothing until five came together, and then five at once', () => {
    const counters = newTopicCounters();
    expect(Array.from({ length: 11 }, () => counters.note('violence', '2026-11'))).toEqual([
      0, 0, 0, 0, 5, 0, 0, 0, 0, 5, 0,
    ]);
    expect(counters.note('custody', '2026-11')).toBe(0);
  });

  it('forget what a month left below five', () => {
    const counters = newTopicCounters();
    for (let n = 0; n < 4; n++) counters.note('violence', '2026-11');
    expect(counters.note('violence', '2026-12')).toBe(0);
  });
});
