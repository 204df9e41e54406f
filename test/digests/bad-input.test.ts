import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { figuresAsked } from '../../src/cli/digest.ts';
import { amend, insert } from '../../src/core/change.ts';
import { digestText } from '../../src/digests/digest-text.ts';
import { unitFacts } from '../../src/indicators/unit-facts.ts';
import { fullRows } from '../support/rows.ts';
import { type DigestWorld, digestWorld, plans, texts, textsOf } from './world.ts';

let world: DigestWorld;
afterEach(() => world.close());
beforeEach(async () => {
  world = await digestWorld('2026-11-22T20:00:00+07:00');
  await world.addUnit('C', 'commune', 'Hội LHPN xã Hồ', null);
  await world.addOne('xa-ho', 'C', 'official');
});

describe('A digest that cannot be made as asked', () => {
  it.each([
    { asks: { unit: 'X' }, code: 'TA-UNITS-002', says: 'No unit has the code X. See to-am units tree.' },
    {
      asks: { at: '2026-12-01' },
      code: 'TA-FIGURES-001',
      says: 'is in the future; there are no figures yet. Choose a day up to 2026-11-22.',
    },
    {
      asks: { at: '2026-02-30' },
      code: 'TA-FIGURES-001',
      says: '2026-02-30 is no day. Write for example --at 2026-11-30.',
    },
    { asks: { plan: 'XX' }, code: 'TA-FIGURES-001', says: 'There is no plan XX. There are: ' },
  ])('says $says', async ({ asks, code, says }) => {
    const options = { unit: 'C', kind: 'week' as const, ...asks };
    const asked = figuresAsked(options, plans, { store: world.store, clock: world.clock } as never);
    await expect(asked).rejects.toMatchObject({ code, message: expect.stringContaining(says) });
  });
});

describe('Somebody without a unit', () => {
  it.each(['digest', 'silent', 'nudge', 'indicators', 'open', 'why', 'target', 'due', 'average', 'launch'])(
    'is told so when she asks for "%s", and nothing is kept',
    async (id) => {
      await world.store.commit([amend('Role', { personId: 'xa-ho' }, { untilDay: '2026-11-01' })]);
      const before = await world.store.count('Setting', {});
      expect(textsOf(await world.command('xa-ho', id, id === 'open' ? 'TY-7' : ''))).toContain(
        'chưa phụ trách đơn vị nào',
      );
      expect(await world.store.count('Setting', {})).toBe(before);
    },
  );
});

describe('A unit without parent, branches or any place in the tree', () => {
  it('has a digest that says what is missing, and no zero where nothing was counted', async () => {
    const unit = {
      ...fullRows.Unit,
      id: 'alone',
      code: 'alone',
      name: 'Hội LHPN xã Lẻ',
      kind: 'commune' as const,
      parentId: null,
      untilDay: null,
    };
    await world.store.commit([insert('Unit', unit)]);
    const facts = await unitFacts(world.store, { unit, kind: 'year', at: '2026-11-22', plans });
    const text = digestText(texts, facts, null);
    expect(text).toContain('Chưa có chi hội nào báo cáo hằng tuần.');
    expect(text).toContain('chưa có hộ được giúp');
    expect(text.split('\n').length).toBeLessThanOrEqual(12);
  });
});
