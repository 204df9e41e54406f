import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rebuildFigures } from '../../src/check-ins/rebuild-figures.ts';
import type { Change } from '../../src/core/change.ts';
import { dayOf } from '../../src/core/day.ts';
import type { Said, Step } from '../../src/core/dialog.ts';
import { officialsForm } from '../../src/indicators/officials-form.ts';
import { resultsFor } from '../../src/indicators/results.ts';
import { unitsBelow } from '../../src/indicators/units-below.ts';
import { type DigestWorld, digestWorld, plans, texts } from '../digests/world.ts';
import { sealedAddress } from '../support/test-outbox.ts';

let world: DigestWorld;
beforeEach(async () => {
  world = await digestWorld('2026-11-24T09:00:00+07:00');
  await world.addUnit('P', 'province', 'Hội LHPN tỉnh Sen', null);
  await world.addUnit('C', 'commune', 'Hội LHPN xã Hồ', 'P');
  await world.addOne('cuc', 'C', 'official');
});
afterEach(() => world.close());

/** Plays the form from its beginning; what it said last. */
async function play(...answers: string[]): Promise<string> {
  const { store, clock } = world;
  const [dialog] = officialsForm({ store, texts }).dialogs;
  const person = await store.first('Person', { id: 'cuc' });
  const account = await store.first('Account', { personId: 'cuc' });
  const role = await store.first('Role', { personId: 'cuc' });
  const unit = await store.first('Unit', { id: 'C' });
  if (!dialog || !person || !account || !role || !unit) throw new Error('nobody there');
  const said = (text: string): Said => ({
    ...{
      inboundId: text,
      conversationId: 'cuc',
      text,
      facts: { scope: 'private' },
      now: clock.now(),
      today: dayOf(clock.now()),
    },
    channel: { name: 'telegram', abilities: world.telegram.abilities },
    standing: { person, account, posts: [{ role, unit }] },
    account: { channel: 'telegram', hash: 'cuc', sealedAddress: sealedAddress('cuc') },
  });
  let step: Step = await dialog.begin(said(''), {});
  for (const text of answers) {
    if (step.kind !== 'next' || step.state === null) throw new Error(`it was over before ${text}`);
    const next: Step = await dialog.answer(JSON.parse(JSON.stringify(step.state)), said(text));
    if (next.kind === 'next') {
      await store.commit(next.changes as Change[]);
      step = next;
    }
  }
  return step.kind === 'next' ? (step.says.at(-1)?.text ?? '') : step.retry.text;
}

const usual = [
  '500',
  '420',
  '4',
  '9',
  '480',
  '470',
  '4',
  '4',
  '500',
  '13',
  '6',
  '6',
  '2',
  '2',
  '5',
  '4',
  '3',
  '3',
  'bỏ qua',
  'có',
];

describe('The yearly form of an official', () => {
  it('stores what was given as statements and figures, and the indicators read them', async () => {
    expect(await play(...usual)).toContain('2. Gia đình văn hóa: 420');
    expect(await play(...usual, 'lưu')).toContain('Em đã lưu 19 số');
    const unit = await world.store.first('Unit', { id: 'C' });
    if (!unit) throw new Error('no commune');
    const results = await resultsFor(
      world.store,
      plans,
      await unitsBelow(world.store, unit, '2026-11-24'),
      '2026-11-24',
    );
    const of = (id: string, plan: string) => results.find((one) => one.id === id && one.plan === plan);
    expect(of('TY-1', 'TY')).toMatchObject({ n: 84, parts: { of: 420, to: 500 }, state: 'reached' });
    // Below 1%, but the province has not stated its average, below which it must be too.
    expect(of('TY-2', 'TY')).toMatchObject({ n: 0.8, state: 'open' });
    expect(of('TY-5b', 'TY')).toMatchObject({ n: 100 });
    expect(of('ND-1a', 'NDM')).toMatchObject({ parts: { of: 12, to: 13 } });
    expect(of('TY-13', 'TY')).toMatchObject({ n: 0 });
  });

  it('gives the figures that a rebuild from the statements gives', async () => {
    await play(...usual, 'lưu');
    await play('bỏ qua', 'sửa 1', '510', 'lưu');
    const before = await world.store.find('Figure', { unitId: 'C' });
    await rebuildFigures(world.store);
    const after = await world.store.find('Figure', { unitId: 'C' });
    const plainly = (rows: typeof before) => rows.map(({ measure, day, n }) => `${measure} ${day} ${n}`).sort();
    expect(plainly(after)).toEqual(plainly(before));
    expect(plainly(after)).toContain('yearly/commune-households 2026 510');
    const versions = await world.store.find('YearlyFigure', { unitId: 'C', measure: 'commune-households' });
    expect(versions.map(({ version }) => version).sort()).toEqual([1, 2]);
  });

  it('asks about a part that is more than the whole, and takes another number or "đúng"', async () => {
    expect(await play('500', '620')).toContain('Gia đình văn hóa 620 mà Hộ gia đình toàn xã chỉ có 500');
    expect(await play('500', '620', '420')).toContain('3/20');
    expect(await play('500', '620', 'đúng')).toContain('3/20');
  });

  it('asks about a number far from last year', async () => {
    await play(...usual, 'lưu');
    world.clock.moveTo('2027-06-01T09:00:00+07:00');
    expect(await play()).toContain('(năm 2026: 500)');
    expect(await play('50')).toContain('năm 2026 là 500, năm nay 50');
  });
});
