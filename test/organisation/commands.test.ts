import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { eraseCommand } from '../../src/cli/erase.ts';
import { inviteCommand } from '../../src/cli/invite.ts';
import { keysCommand } from '../../src/cli/keys.ts';
import { unitsCommand } from '../../src/cli/units.ts';
import { insert } from '../../src/core/change.ts';
import { OperatorError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/store.ts';
import { withNewKey, writeKeys } from '../../src/privacy/keys.ts';
import { makeKey, newSealing, parseKeys } from '../../src/privacy/sealing.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { fullRows } from '../support/rows.ts';

const oldKey = makeKey();
const bothKeys = writeKeys(withNewKey(parseKeys(oldKey)));
let folder: string;
let said: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'to-am-commands-'));
  vi.stubEnv('DATABASE_URL', `file:${join(folder, 'to-am.db')}`);
  vi.stubEnv('DATA_KEY', oldKey);
  vi.spyOn(console, 'log').mockImplementation((line: string) => said.push(line));
});
beforeEach(() => {
  said = [];
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const commands = { units: unitsCommand, invite: inviteCommand, erase: eraseCommand, keys: keysCommand };
async function toAm(name: keyof typeof commands, ...words: string[]): Promise<string> {
  await commands[name]().parseAsync(words, { from: 'user' });
  return said.join('\n');
}
async function refusal(name: keyof typeof commands, ...words: string[]): Promise<string> {
  const error = await toAm(name, ...words).then(
    () => new Error('was not refused'),
    (thrown: unknown) => thrown,
  );
  return error instanceof OperatorError ? `${error.code} ${error.message}` : String(error);
}
async function look<T>(at: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(`file:${join(folder, 'to-am.db')}`);
  try {
    return await at(store);
  } finally {
    await store.close();
  }
}

describe('An operator', () => {
  it('fills in the template, tries it, and imports it', async () => {
    const file = join(folder, 'don-vi.xlsx');
    await toAm('units', 'template', file);
    expect(await toAm('units', 'import', file, '--dry-run')).toContain(
      '3 new, 0 changed, 0 as they were. Nothing was written',
    );
    expect(await toAm('units', 'import', file)).toContain('3 rows: 3 new');
    expect(await toAm('units', 'tree')).toContain('    X01-01  Chi hội thôn 1');
  });

  it('is told every bad row at once, and nothing is imported', async () => {
    const file = join(folder, 'xau.csv');
    await writeFile(file, 'Mã;Tên;Cấp;Mã cấp trên\nX01-02;Chi hội 2;Xóm;X01\nX01-03;;Chi hội;X99\n');
    const told = await refusal('units', 'import', file);
    expect(told).toMatch(/^TA-UNITS-001 3 problem\(s\); nothing was imported/);
    expect(told).toContain('dòng 2: cột Cấp');
    expect(told).toContain('dòng 3: cột Mã cấp trên');
    expect(await look((store) => store.count('Unit', {}))).toBe(3);
  });

  it('makes a code, a link and a QR, kept only as hashes', async () => {
    const qr = join(folder, 'qr.png');
    const made = JSON.parse(
      await toAm(
        'invite',
        '--unit',
        'x01-01',
        '--role',
        'reporter',
        '--qr',
        qr,
        '--link',
        'https://t.me/to_am_bot?start=',
        '--json',
      ),
    ) as { code: string; link: string };
    expect(made.code).toMatch(/^[1-9]\d{9}$/);
    expect(made.link).toMatch(/^https:\/\/t\.me\/to_am_bot\?start=[\w-]{22}$/);
    expect((await readFile(qr)).subarray(1, 4).toString()).toBe('PNG');
    const kept = JSON.stringify(await look((store) => store.find('Invitation', {})));
    expect(kept).not.toContain(made.code);
    expect(kept).not.toContain(made.link.slice(-22));
  });

  it.each([
    { words: ['--role', 'reporter'], says: 'TA-INVITE-001 Say which unit' },
    { words: ['--unit', 'NOPE'], says: 'TA-UNITS-002' },
    { words: ['--unit', 'X01', '--role', 'reporter'], says: 'TA-INVITE-001 A reporter reports for a branch' },
    { words: ['--unit', 'X01', '--role', 'official', '--limit', '5'], says: 'TA-INVITE-001 Only a link for members' },
    { words: ['--unit', 'X01-01', '--role', 'member', '--limit', '0'], says: 'TA-INVITE-001 The limit' },
    { words: ['--unit', 'X01-01', '--expires', '2020-01-01'], says: 'TA-INVITE-001 This day is past' },
    { words: ['--approve', 'nobody'], says: 'TA-INVITE-001 Nobody waits' },
  ])('is refused with the cure: $words', async ({ words, says }) => {
    expect(await refusal('invite', ...words)).toContain(says);
  });

  it('merges communes: the roles of the one go on in the other', async () => {
    const file = join(folder, 'them.csv');
    await writeFile(file, 'Mã;Tên;Cấp;Mã cấp trên\nX09;Xã Chín;Xã;T01\n');
    await toAm('units', 'import', file);
    const [from, into] = await look(async (store) => [
      await store.first('Unit', { code: 'X01' }),
      await store.first('Unit', { code: 'X09' }),
    ]);
    await look((store) =>
      store.commit([
        insert('Role', { ...fullRows.Role, id: 'r', unitId: from!.id, fromDay: '2026-01-01', untilDay: null }),
      ]),
    );
    await toAm('units', 'merge', 'X01', '--into', 'X09', '--day', '2027-01-01');
    const roles = await look((store) => store.find('Role', {}, { orderBy: [{ fromDay: 'asc' }] }));
    expect(roles.map(({ unitId, fromDay, untilDay }) => ({ unitId, fromDay, untilDay }))).toEqual([
      { unitId: from!.id, fromDay: '2026-01-01', untilDay: '2026-12-31' },
      { unitId: into!.id, fromDay: '2027-01-01', untilDay: null },
    ]);
    expect(await refusal('units', 'merge', 'X01-01', '--into', 'X09')).toContain('TA-UNITS-002');
  });

  it('erases a household found by its name', async () => {
    const unit = await look((store) => store.first('Unit', { code: 'X01-01' }));
    const sealedName = newSealing(oldKey).seal(JSON.stringify(['bà Lan', 'xóm 3']));
    await look((store) =>
      store.commit([insert('HouseholdHelp', { ...fullRows.HouseholdHelp, unitId: unit!.id, sealedName })]),
    );
    const [found] = JSON.parse(await toAm('erase', '--find', 'lan', '--unit', 'X01-01', '--json')) as {
      id: string;
      name: string;
    }[];
    expect(found?.name).toBe('bà Lan, xóm 3');
    said = [];
    expect(await toAm('erase', '--household', found?.id ?? '')).toContain('Erased');
    expect(await look((store) => store.first('HouseholdHelp', {}))).toMatchObject({ sealedName: null, nameHash: null });
    expect(await refusal('erase', 'nobody')).toContain('TA-ERASE-001');
    expect(await refusal('erase')).toContain('TA-ERASE-001');
  });

  it('changes the key in two steps', async () => {
    await look((store) =>
      store.commit([
        insert('Nomination', { ...fullRows.Nomination, sealedText: newSealing(oldKey).seal('gia đình bác Tư') }),
      ]),
    );
    expect(await refusal('keys', 'rotate')).toContain('TA-KEYS-001');
    vi.stubEnv('DATA_KEY', bothKeys);
    const { rows, dataKey } = JSON.parse(await toAm('keys', 'rotate', '--json')) as { rows: number; dataKey: string };
    expect(rows).toBe(1);
    const text = (await look((store) => store.first('Nomination', {})))?.sealedText ?? '';
    expect(newSealing(dataKey).open(text)).toBe('gia đình bác Tư');
    expect(newSealing(dataKey).hash('name', 'lan')).toBe(newSealing(oldKey).hash('name', 'lan'));
    expect(() => newSealing(oldKey).open(text)).toThrow(RangeError);
  });
});
