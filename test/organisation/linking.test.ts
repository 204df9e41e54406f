import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { insert } from '../../src/core/change.ts';
import { hours, minutes } from '../../src/core/clock.ts';
import { conversationIdOf } from '../../src/core/conversation-id.ts';
import { endedLinkings } from '../../src/organisation/linking.ts';
import { Town } from './talk.ts';

let town: Town;
const towns: Town[] = [];
beforeEach(async () => {
  town = await Town.open();
  towns.push(town);
  await town.settle('Hoa', 'C01', 'reporter', 'cô Hoa');
});
afterAll(() => Promise.all(towns.map((one) => one.close())));

const codeIn = (answer: string) => /\d{5} \d{5}/.exec(answer)?.[0] ?? '';

describe('A second account', () => {
  it('is hers when the first one says có to the notice twelve hours later', async () => {
    const code = codeIn(await town.say('Hoa', '/lienket'));
    expect(await town.say('Hoa@zalo-bot', code)).toContain('Em đã báo về tài khoản trước');
    expect(await town.deliverNotices()).toEqual([
      "Có một tài khoản Zalo xin nối với cô. Sau 12 giờ em sẽ hỏi lại. Nếu không phải của cô, nhắn 'cắt tài khoản'.",
    ]);
    expect(await town.personOf('Hoa@zalo-bot')).toBeNull();
    expect(await town.say('Hoa', 'có')).toContain('Em chưa hỏi lại');
    town.clock.advance(hours(12));
    expect((await town.deliverNotices())[0]).toContain("Đúng là của cô thì nhắn 'có'");
    expect(await town.say('Hoa', 'có')).toContain('Tài khoản Zalo nay cũng là của cô');
    const joined = await town.personOf('Hoa@zalo-bot');
    expect(joined?.person.id).toBe((await town.personOf('Hoa'))?.person.id);
    expect(joined?.posts).toHaveLength(1);
  });

  it('sees nothing of before, the first one sees all', async () => {
    await town.say('Hoa@zalo-bot', codeIn(await town.say('Hoa', 'liên kết')));
    town.clock.advance(hours(13));
    await town.deliverNotices();
    await town.say('Hoa', 'có');
    const [first, second] = [await town.personOf('Hoa'), await town.personOf('Hoa@zalo-bot')];
    expect(await town.organisation.historyFrom(first?.account.id ?? '')).toBeNull();
    expect(await town.organisation.historyFrom(second?.account.id ?? '')).toEqual(town.clock.now());
  });

  it('is not joined by a có before the second notice has reached her, even after twelve hours', async () => {
    await town.say('Hoa@zalo-bot', codeIn(await town.say('Hoa', 'liên kết')));
    town.clock.advance(hours(13));
    expect(await town.say('Hoa', 'có')).toContain('Em chưa hỏi lại');
    expect(await town.personOf('Hoa@zalo-bot')).toBeNull();
  });

  it('is not joined by silence, and its row goes', async () => {
    await town.say('Hoa@zalo-bot', codeIn(await town.say('Hoa', 'liên kết')));
    town.clock.advance(hours(85));
    await town.deliverNotices();
    expect(await town.say('Hoa', 'có')).toContain('chưa rõ');
    await town.store.commit(await endedLinkings(town.store, town.clock.now()));
    expect(await town.store.count('Account', {})).toBe(1);
  });

  it('cannot say có for itself', async () => {
    await town.say('Hoa@zalo-bot', codeIn(await town.say('Hoa', 'liên kết')));
    town.clock.advance(hours(13));
    await town.deliverNotices();
    await town.say('Hoa@zalo-bot', 'có');
    expect(await town.personOf('Hoa@zalo-bot')).toBeNull();
  });

  it('of somebody who held her phone for a minute is cut by one word', async () => {
    await town.say('Kẻ khác@zalo-bot', codeIn(await town.say('Hoa', 'liên kết')));
    expect(await town.say('Hoa', 'cắt tài khoản')).toContain('Đã cắt: Zalo');
    town.clock.advance(hours(13));
    expect(await town.deliverNotices()).not.toContain('vẫn xin nối');
    await town.say('Hoa', 'có');
    expect(await town.personOf('Kẻ khác@zalo-bot')).toBeNull();
    expect(await town.store.count('Account', {})).toBe(1);
  });
});

describe('A code that joins accounts', () => {
  it('lives for a quarter of an hour', async () => {
    const code = codeIn(await town.say('Hoa', 'liên kết'));
    town.clock.advance(minutes(16));
    expect(await town.say('Hoa@zalo-bot', code)).toContain('đã hết hạn');
  });

  it('joins one account, also when two type it at once', async () => {
    const code = codeIn(await town.say('Hoa', 'liên kết'));
    const answers = await Promise.all(['Hoa@zalo-bot', 'Kẻ khác@zalo-oa'].map((who) => town.say(who, code)));
    expect(answers.filter((answer) => answer.includes('Em đã báo về'))).toHaveLength(1);
    expect(await town.store.count('Account', { state: 'waiting' })).toBe(1);
  });

  it('does not take the account of somebody else', async () => {
    await town.settle('Tư@zalo-bot', 'C02', 'reporter');
    expect(await town.say('Tư@zalo-bot', codeIn(await town.say('Hoa', 'liên kết')))).toContain('đang có dữ liệu riêng');
    expect(await town.say('Hoa', codeIn(await town.say('Hoa', 'liên kết')))).toContain('là của cô rồi');
  });
});

describe('Her accounts', () => {
  it('are listed, preferred and cut by a word', async () => {
    await town.say('Hoa@zalo-bot', codeIn(await town.say('Hoa', 'liên kết')));
    expect(await town.say('Hoa', 'tài khoản')).toContain(
      '• Telegram từ 22/11 – đang dùng, ưu tiên\n• Zalo từ 22/11 – chờ nối',
    );
    town.clock.advance(hours(13));
    await town.deliverNotices();
    await town.say('Hoa', 'có');
    expect(await town.say('Hoa', 'ưu tiên zalo')).toContain('em sẽ nhắn cô ở: Zalo');
    expect((await town.personOf('Hoa'))?.person.preferredAccountId).toBe(
      (await town.personOf('Hoa@zalo-bot'))?.account.id,
    );
    expect(await town.say('Hoa', 'cắt zalo')).toContain('Đã cắt: Zalo');
    expect(await town.personOf('Hoa@zalo-bot')).toBeNull();
    expect((await town.personOf('Hoa'))?.person.preferredAccountId).toBe((await town.personOf('Hoa'))?.account.id);
    expect(await town.say('Hoa', 'cắt')).toContain('chỉ có một tài khoản');
    expect(await town.say('Hoa', 'cắt tóc cho 5 cụ già')).toBe('(không hiểu)');
    expect(await town.say('Hoa', 'ưu tiên hộ nghèo vay vốn')).toBe('(không hiểu)');
  });

  it('keep their open conversations when another one is cut', async () => {
    await town.say('Hoa@zalo-bot', codeIn(await town.say('Hoa', 'liên kết')));
    await town.say('Hoa@zalo-oa', codeIn(await town.say('Hoa', 'liên kết')));
    const personId = (await town.personOf('Hoa'))?.person.id ?? '';
    const ids = ['telegram/Hoa', 'zalo-bot/Hoa@zalo-bot', 'zalo-oa/Hoa@zalo-oa'].map((name) => {
      const [channel = '', who = ''] = name.split('/');
      return conversationIdOf(town.sealing, channel, who);
    });
    const row = { personId, sealedState: town.sealing.seal('{}'), updatedAt: town.clock.now() };
    await town.store.commit(ids.map((id) => insert('Conversation', { ...row, id })));
    expect(await town.say('Hoa', 'cắt tài khoản')).toContain('[Zalo từ');
    expect(await town.say('Hoa', '1')).toContain('Đã cắt: Zalo từ');
    const left = (await town.store.find('Conversation', { personId })).map(({ id }) => ids.indexOf(id));
    expect(left.sort()).toEqual([0, 2]);
  });
});
