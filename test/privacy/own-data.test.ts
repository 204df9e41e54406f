import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareSentences } from '../../src/content/sentences.ts';
import { insert } from '../../src/core/change.ts';
import { tableNames } from '../../src/core/records.ts';
import { keepName } from '../../src/organisation/person-name.ts';
import { eraseHousehold } from '../../src/privacy/erase.ts';
import { withNewKey } from '../../src/privacy/keys.ts';
import { newOwnData } from '../../src/privacy/own-data.ts';
import { resealAll } from '../../src/privacy/reseal.ts';
import { orphans } from '../../src/privacy/retention.ts';
import { makeKey, newSealing, parseKeys } from '../../src/privacy/sealing.ts';
import { privacySentences } from '../../src/privacy/sentences.ts';
import { problemTexts, sentences, texts } from '../organisation/prompts.ts';
import { Town } from '../organisation/talk.ts';
import { fullRows } from '../support/rows.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open(({ store, sealing, clock }) => newOwnData({ store, texts, sealing, clock }));
});
afterAll(() => town.close());

const everything = async () => {
  const rows: Record<string, unknown[]> = {};
  for (const table of tableNames) rows[table] = await town.store.find(table, {});
  return rows;
};

describe('A person who wants her data erased', () => {
  it('is asked, says yes, and nothing names her any more; her unit keeps its records', async () => {
    await town.settle('Xuân', 'X01', 'official', 'chị Xuân');
    await town.settle('Hoa', 'C01', 'reporter', 'cô Hoa');
    const hoa = (await town.personOf('Hoa'))!;
    await town.store.commit([
      insert('CheckIn', { ...fullRows.CheckIn, reporterId: hoa.person.id }),
      insert('Nomination', {
        ...fullRows.Nomination,
        proposedBy: hoa.person.id,
        sealedText: town.sealing.seal('gia đình bác Tư'),
      }),
      insert('Conversation', { ...fullRows.Conversation, personId: hoa.person.id }),
      insert('OutboxRow', { ...fullRows.OutboxRow, personId: hoa.person.id, accountId: hoa.account.id }),
      insert('Setting', { id: `pushes/${hoa.person.id}`, value: { want: 'fewer' } }),
    ]);
    await town.say('Hoa', 'liên kết');
    expect(await town.say('Hoa', 'xóa dữ liệu của tôi')).toContain('Cô đồng ý xóa không?');
    expect(await town.say('Hoa', 'không')).toBe('Vâng, em giữ nguyên.');
    await town.say('Hoa', 'xoa du lieu');
    expect(await town.say('Hoa', 'đồng ý')).toContain('Em đã xóa dữ liệu của cô');
    const left = JSON.stringify(await everything());
    for (const trace of [hoa.person.id, hoa.account.id, hoa.account.accountHash]) expect(left).not.toContain(trace);
    expect(await town.store.first('CheckIn', {})).toMatchObject({ unitId: 'unit-1', reporterId: 'erased' });
    expect(await town.store.first('Role', { unitId: 'C01' })).toMatchObject({
      personId: 'erased',
      untilDay: '2026-11-21',
    });
    expect(await town.personOf('Hoa')).toBeNull();
    expect(await town.personOf('Xuân')).not.toBeNull();
  });

  it('can come back with a new code as somebody new', async () => {
    await town.settle('Hoa', 'C01', 'reporter');
    expect((await town.personOf('Hoa'))?.posts).toHaveLength(1);
  });

  it('is told, as a citizen, that nothing is kept', async () => {
    expect(await town.say('Người lạ', 'xóa dữ liệu của tôi')).toContain('Mình không giữ gì của bạn');
    expect(await town.say('Người lạ', 'tải dữ liệu của tôi')).toContain('không có gì để gửi');
  });

  it('leaves a conversation row when it was written in that very turn; the clean-up takes it', async () => {
    await town.store.commit([insert('Conversation', { ...fullRows.Conversation, id: 'late', personId: 'gone' })]);
    await town.store.commit(await orphans(town.store));
    expect(await town.store.count('Conversation', { id: 'late' })).toBe(0);
  });
});

describe('A person who wants her data', () => {
  it('gets all of it as a file, without names of households', async () => {
    await town.settle('Mai', 'C02', 'reporter', 'bác Mai');
    const mai = (await town.personOf('Mai'))!;
    await town.store.commit([
      insert('CheckIn', { ...fullRows.CheckIn, id: 'mai-1', reporterId: mai.person.id, unitId: 'C02' }),
      insert('HouseholdHelp', {
        ...fullRows.HouseholdHelp,
        id: 'mai-help',
        checkInId: 'mai-1',
        sealedName: town.sealing.seal('bà Lan'),
      }),
    ]);
    const { commands } = newOwnData({ store: town.store, texts, sealing: town.sealing, clock: town.clock });
    const command = commands.find(({ id }) => id === 'privacy.export-command')!;
    const said = { standing: mai, facts: { scope: 'private' }, today: '2026-11-22' } as never;
    const step = await command.run(said, '');
    const file = step.kind === 'next' ? step.says[0]?.file : undefined;
    const text = new TextDecoder().decode(file?.bytes);
    expect(JSON.parse(text)).toMatchObject({
      person: { calledAs: 'bác' },
      accounts: [{ channel: 'telegram', address: { conversation: { id: 'Mai' } } }],
      roles: [{ role: 'reporter', unit: 'Chi hội thôn 2' }],
      checkIns: [{ period: '2026-W47' }],
      settings: [{ value: 'bác Mai' }],
    });
    expect(text).not.toContain('bà Lan');
    expect(command.recorded).toBe(false);
  });
});

describe('A household whose name is erased', () => {
  it('is nobody in every record, and still one household', async () => {
    const row = { ...fullRows.HouseholdHelp, replacedById: null, householdHash: 'h1' };
    await town.store.commit([
      insert('HouseholdHelp', { ...row, id: 'a' }),
      insert('HouseholdHelp', { ...row, id: 'b', householdHash: 'h1' }),
      insert('HouseholdHelp', { ...row, id: 'c', householdHash: 'h2' }),
      insert('HouseholdReached', { ...fullRows.HouseholdReached, id: 'd', householdHash: 'h1' }),
    ]);
    await town.store.commit(await eraseHousehold(town.store, 'a', town.clock.now()));
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((id) => town.store.first('HouseholdHelp', { id })));
    const d = await town.store.first('HouseholdReached', { id: 'd' });
    expect([a, b, d].map((one) => [one?.householdHash, one?.sealedName])).toEqual(
      Array(3).fill([a?.householdHash, null]),
    );
    expect(a?.householdHash).not.toBe('h1');
    expect(a?.nameHash).toBeNull();
    expect(c).toMatchObject({ householdHash: 'h2', sealedName: 'sealed' });
    expect(await eraseHousehold(town.store, 'nobody', town.clock.now())).toEqual([]);
  });
});

describe('A new key', () => {
  it('seals everything again, wherever it lies, and the old key opens nothing any more', async () => {
    const oldKey = makeKey();
    const [old, both] = [newSealing(oldKey), newSealing(withNewKey(parseKeys(oldKey)))];
    const home = await Town.open();
    await home.store.commit([
      insert('Account', { ...fullRows.Account, sealedAddress: old.seal('account') }),
      insert('Conversation', { ...fullRows.Conversation, sealedState: old.seal('state') }),
      insert('OutboxRow', { ...fullRows.OutboxRow, sealedPayload: old.seal('payload') }),
      ...Array.from({ length: 1_200 }, (_, i) =>
        insert('HouseholdHelp', { ...fullRows.HouseholdHelp, id: `h${i}`, sealedName: old.seal(`hộ ${i}`) }),
      ),
      insert('HouseholdReached', { ...fullRows.HouseholdReached, sealedName: old.seal('hộ') }),
      insert('Nomination', { ...fullRows.Nomination, sealedText: old.seal('điển hình') }),
      keepName(old, 'person-1', { calledAs: 'cô', name: 'Hoa' }),
      insert('Setting', { id: 'session', value: { deep: [old.seal('phiên'), 5, null] } }),
      insert('Setting', { id: 'lost', value: newSealing(makeKey()).seal('mất khóa') }),
    ]);
    expect(await resealAll(home.store, both)).toEqual({ rows: 1_207, unreadable: 1 });
    expect(await resealAll(home.store, both)).toEqual({ rows: 0, unreadable: 1 });
    const help = await home.store.first('HouseholdHelp', { id: 'h700' });
    expect(both.open(help?.sealedName ?? '')).toBe('hộ 700');
    expect(() => old.open(help?.sealedName ?? '')).toThrow(RangeError);
    const session = (await home.store.first('Setting', { id: 'session' }))?.value as { deep: string[] };
    expect(both.open(session.deep[0] ?? '')).toBe('phiên');
    await home.close();
  });
});

describe('Every sentence of privacy', () => {
  it('is declared, and every declared one is written, with the same placeholders', () => {
    const mine = new Map([...sentences].filter(([key]) => key.startsWith('privacy.')));
    expect(compareSentences(privacySentences, mine, problemTexts)).toEqual([]);
  });
});
