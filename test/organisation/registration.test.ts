import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { days, hours, minutes } from '../../src/core/clock.ts';
import { trustAfter } from '../../src/organisation/guesses.ts';
import { writeCode } from '../../src/organisation/invitation-text.ts';
import { Town } from './talk.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterAll(() => town.close());

describe('Who has a code', () => {
  it('is shown the unit, says yes and her name, and is the reporter of her branch', async () => {
    const { code } = await town.invite('C01', 'reporter');
    expect(await town.say('Hoa', writeCode(code))).toBe(
      'Mã này mời chị làm người báo cáo của Chi hội thôn 1, Xã Hòa Mẫu. Đúng không ạ?\n[Đúng]\n[Không]',
    );
    expect(await town.personOf('Hoa')).toBeNull();
    expect(await town.say('Hoa', '1')).toContain('Em gọi chị là gì');
    expect(await town.say('Hoa', 'cô Hoa')).toMatch(
      /^Xong rồi ạ\. Cô là người báo cáo của Chi hội thôn 1, Xã Hòa Mẫu\./,
    );
    const standing = await town.personOf('Hoa');
    expect(standing).toMatchObject({
      person: { calledAs: 'cô', consent: null },
      posts: [{ role: { role: 'reporter' }, unit: { id: 'C01' } }],
    });
  });

  it('leaves no code, name or account in clear in the database', async () => {
    const { code, token } = await town.invite('C01', 'reporter');
    await town.say('Mai', code);
    await town.say('Mai', 'đúng');
    await town.say('Mai', 'Mai');
    const tables = ['Invitation', 'InvitationTry', 'Person', 'Account', 'Role', 'Setting'] as const;
    const rows = JSON.stringify(await Promise.all(tables.map((table) => town.store.find(table, {}))));
    for (const secret of [code, token, 'Mai']) expect(rows).not.toContain(secret);
  });

  it.each(['/start', 'read out', 'with dashes'] as const)('may send it %s', async (how) => {
    const { code } = await town.invite('C01', 'reporter');
    const words = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
    const said = {
      '/start': `/start ${code}`,
      'read out': [...code].map((digit) => words[Number(digit)]).join(' '),
      'with dashes': `${code.slice(0, 5)}-${code.slice(5)}`,
    }[how];
    expect(await town.say(`Cúc ${how}`, said)).toContain('Chi hội thôn 1, Xã Hòa Mẫu');
  });

  it('and says no is nobody, and the code is still good', async () => {
    const { code, id } = await town.invite('C02', 'reporter');
    await town.say('Lan', code);
    expect(await town.say('Lan', 'không')).toContain('em chưa ghi gì cả');
    expect(await town.personOf('Lan')).toBeNull();
    expect(await town.store.first('Invitation', { id })).toMatchObject({ used: 0, state: 'open' });
  });

  it('already has that role: the code is not used up', async () => {
    const { code, id } = await town.invite('C01', 'reporter');
    expect(await town.say('Hoa', code)).toBe('Cô đã là người báo cáo của Chi hội thôn 1 rồi, không cần nhập mã nữa.');
    expect(await town.store.first('Invitation', { id })).toMatchObject({ used: 0 });
  });

  it('has another role: she is told, and has both', async () => {
    const { code } = await town.invite('X01', 'official');
    expect(await town.say('Hoa', code)).toContain(
      'Cô đang là người báo cáo Chi hội thôn 1. Mã này mời cô làm thêm cán bộ',
    );
    expect(await town.say('Hoa', 'vâng')).toContain('Cô là cán bộ của Xã Hòa Mẫu');
    expect((await town.personOf('Hoa'))?.posts.map(({ role }) => role.role).sort()).toEqual(['official', 'reporter']);
  });
});

describe('A code that cannot be used', () => {
  it('because it is typed on the web page, where nobody is known', async () => {
    const { code } = await town.invite('C01', 'reporter');
    expect(await town.say('Ba@web', code)).toContain('không dùng được trên trang web');
    expect(await town.personOf('Ba@web')).toBeNull();
  });

  it.each([
    {
      what: 'was used',
      prepare: async (code: string) => {
        await town.say('Tư', code);
        await town.say('Tư', 'đúng');
        await town.say('Tư', 'Tư');
      },
      says: 'đã có người dùng',
    },
    { what: 'is eight days old', prepare: async () => town.clock.advance(days(8)), says: 'đã hết hạn' },
    {
      what: 'is of a unit that ended',
      prepare: async () => {
        await town.store.commit([
          { do: 'amend', table: 'Unit', where: { id: 'C03' }, set: { untilDay: '2026-11-01' } },
        ]);
      },
      says: 'nay không còn',
    },
  ])('because it $what is answered so', async ({ prepare, says }) => {
    const { code } = await town.invite('C03', 'reporter');
    await prepare(code);
    expect(await town.say('Năm', code)).toContain(says);
    expect(await town.personOf('Năm')).toBeNull();
  });

  it('because it runs out between the code and the yes', async () => {
    const { code } = await town.invite('C02', 'reporter');
    await town.say('Sáu', code);
    await town.say('Sáu', 'đúng');
    town.clock.advance(days(7) + minutes(1));
    expect(await town.say('Sáu', 'Sáu')).toContain('đã hết hạn');
    expect(await town.personOf('Sáu')).toBeNull();
  });

  it('because it has nine digits is no wrong try', async () => {
    expect(await town.say('Bảy', '12345 6789')).toContain('tin vừa rồi có 9 số');
    expect(await town.store.count('InvitationTry', {})).toBe(0);
  });
});

describe('Two people with one code at once', () => {
  it('one wins and the other is told that it is used', async () => {
    const { code, id } = await town.invite('C01', 'reporter');
    for (const who of ['Một', 'Hai']) {
      await town.say(who, code);
      await town.say(who, 'đúng');
    }
    const answers = await Promise.all(['Một', 'Hai'].map((who) => town.say(who, 'bỏ qua')));
    expect(
      answers
        .map((answer) =>
          answer.includes('Xong rồi') ? 'joined' : answer.includes('đã có người dùng') ? 'late' : answer,
        )
        .sort(),
    ).toEqual(['joined', 'late']);
    expect(await town.store.count('Role', { invitationId: id })).toBe(1);
    expect(await town.store.count('Person', {})).toBe(await town.store.count('Account', {}));
  });

  it('twenty people with a link for five: five join', async () => {
    const { token } = await town.invite('C01', 'member');
    await town.store.commit([
      { do: 'amend', table: 'Invitation', where: { linkHash: town.sealing.hash('link', token) }, set: { limit: 5 } },
    ]);
    const people = Array.from({ length: 20 }, (_, i) => `hội viên ${i}`);
    for (const who of people) {
      await town.say(who, `/start ${token}`);
      await town.say(who, 'đúng');
    }
    const answers: string[] = [];
    for (let at = 0; at < people.length; at += 4)
      answers.push(...(await Promise.all(people.slice(at, at + 4).map((who) => town.say(who, 'chị Xuân')))));
    expect(answers.filter((answer) => answer.includes('Xong rồi'))).toHaveLength(5);
    expect(answers.filter((answer) => answer.includes('đã có người dùng'))).toHaveLength(15);
  });
});

describe('Wrong codes', () => {
  it('five in an hour stop this account, right codes too, and nobody else', async () => {
    town.clock.advance(hours(2));
    const { code } = await town.invite('C01', 'reporter');
    for (let i = 0; i < 5; i++) expect(await town.say('Kẻ đoán', `91111 1111${i}`)).toContain('không đúng');
    expect(await town.say('Kẻ đoán', code)).toContain('sai 5 lần');
    expect(await town.say('Tám', code)).toContain('Đúng không');
    town.clock.advance(minutes(61));
    expect(await town.say('Kẻ đoán', code)).toContain('Đúng không');
  });

  it('the same message delivered again counts once', async () => {
    town.clock.advance(hours(2));
    for (let i = 0; i < 6; i++) await town.say('Chín', '91111 11119', 'same');
    expect(await town.store.count('InvitationTry', { id: 'telegram/same' })).toBe(1);
  });

  it('more than a hundred from everywhere make a right code wait for the inviter', async () => {
    town.clock.advance(hours(2));
    await town.settle('Cán bộ', 'X01', 'official');
    const inviter = (await town.personOf('Cán bộ'))!.person.id;
    const tries = Array.from({ length: 101 }, (_, i) => ({
      id: `guess-${i}`,
      accountHash: `robot-${i}`,
      at: town.clock.now(),
    }));
    await town.store.commit(tries.map((row) => ({ do: 'insert', table: 'InvitationTry', row })));
    const { code } = await town.invite('C02', 'reporter', inviter);
    await town.say('Mười', code);
    await town.say('Mười', 'đúng');
    expect(await town.say('Mười', 'bỏ qua')).toContain('nhắn tên ngắn');
    expect(await town.say('Mười', 'chị Mười')).toContain('Em đã báo người mời');
    expect((await town.personOf('Mười'))?.posts).toEqual([]);
    expect((await town.deliverNotices()).join()).toContain("nhắn 'duyệt'");
    expect(await town.say('Cán bộ', 'duyệt')).toContain(
      'chị Mười xin làm người báo cáo của Chi hội thôn 2, Xã Hòa Mẫu (Telegram',
    );
    await town.say('Cán bộ', 'đúng');
    expect((await town.personOf('Mười'))?.posts).toMatchObject([{ unit: { id: 'C02' } }]);
  });

  it.each([
    { mine: 4, all: 100, trust: 'full' },
    { mine: 4, all: 101, trust: 'doubtful' },
    { mine: 5, all: 5, trust: 'locked' },
  ])('$mine of hers and $all of all: $trust', ({ mine, all, trust }) => {
    expect(
      trustAfter(
        Array.from({ length: mine }, (_, i) => new Date(i * 1_000)),
        all,
      ).trust,
    ).toBe(trust);
  });
});
