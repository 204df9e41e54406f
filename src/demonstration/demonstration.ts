import { type Change, insert, put } from '../core/change.ts';
import type { Clock } from '../core/clock.ts';
import { dayOf } from '../core/day.ts';
import { newId } from '../core/ids.ts';
import type { UnitRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import { ancestorRows, type UnitTree } from '../organisation/unit-tree.ts';
import type { DemonstrationContent } from './demonstration-content.ts';
import { twoYearsOf } from './two-years.ts';

export interface DemonstrationParts {
  content: DemonstrationContent;
  store: Store;
  sealing: Sealing;
  clock: Clock;
  /** Two years of figures as well; true unless said otherwise. */
  withFigures?: boolean;
}

export interface Demonstration {
  /** Whom one may play on the web page and in the terminal. */
  roles: readonly { id: string; label: string }[];
  /** Resolves when two years of figures are in. Whoever asks first has them filled in; the program runs meanwhile. */
  readonly figuresReady: Promise<void>;
}

/** Units of the demonstration exist from here on. */
const from = '2024-01-01';
const settingId = 'demonstration';

/** Whom a played role is on the channel `web`; also in the terminal (`to-am chat --as`). */
export function playedAccount(id: string): string {
  return `plays:${id}`;
}

/**
 * Fills an empty database with made-up units and people, once; null when the database holds a real organisation.
 * The figures of two years follow when they are asked for (`figuresReady`), so that the start does not wait for them.
 */
export async function openDemonstration(parts: DemonstrationParts): Promise<Demonstration | null> {
  const { content, store, withFigures = true } = parts;
  const roles = content.people.map(({ id, label }) => ({ id, label }));
  const begun = await store.first('Setting', { id: settingId });
  if (!begun) {
    if ((await store.count('Unit', {})) > 0) return null;
    await store.commit(beginning(parts));
  }
  const done = (begun?.value as { figures?: boolean } | undefined)?.figures === true;
  let filled: Promise<void> | undefined = done || !withFigures ? Promise.resolve() : undefined;
  return {
    roles,
    get figuresReady() {
      filled ??= fillFigures(parts);
      return filled;
    },
  };
}

/** Units, people, and accounts by which they are played. Ids come from the codes, so that a second run would collide and not double. */
function beginning({ content, sealing, clock }: DemonstrationParts): Change[] {
  const now = clock.now();
  const idOf = (code: string) => `demonstration-${code}`;
  const units = content.units.map(
    (unit, position): UnitRow => ({
      id: idOf(unit.code),
      code: unit.code,
      name: unit.name,
      kind: unit.kind,
      parentId: unit.parent ? idOf(unit.parent) : null,
      fromDay: from,
      untilDay: null,
      position,
      oldNames: unit.oldNames ?? [],
      marks: {
        demonstration: true,
        ...(unit.newRural ? { newRural: unit.newRural } : {}),
        ...(unit.criteriaSets ? { criteriaSets: unit.criteriaSets } : {}),
        ...(unit.pilotOf ? { pilotOf: unit.pilotOf } : {}),
      },
    }),
  );
  const tree: UnitTree = {
    units: new Map(units.map((unit) => [unit.id, unit])),
    parents: units.flatMap((unit) =>
      unit.parentId ? [{ unitId: unit.id, parentId: unit.parentId, fromDay: from, untilDay: null }] : [],
    ),
    links: [],
  };
  const people = content.people.flatMap(({ id, role, unit }): Change[] => {
    const personId = `demonstration-${id}`;
    const accounts = ['web', 'console'].map((channel): Change => {
      const address = playedAddress(channel, id);
      return insert('Account', {
        id: `demonstration-${id}-${channel}`,
        personId,
        channel,
        accountHash: sealing.hash('account', `${channel}/${playedAccount(id)}`),
        sealedAddress: sealing.seal(JSON.stringify(address)),
        state: 'active',
        createdAt: now,
      });
    });
    return [
      insert('Person', {
        id: personId,
        calledAs: 'chị',
        preferredAccountId: null,
        consent: null,
        consentVersion: null,
        consentAt: null,
        createdAt: now,
      }),
      insert('Role', {
        id: `demonstration-${id}-role`,
        personId,
        unitId: idOf(unit),
        role,
        fromDay: from,
        untilDay: null,
        invitationId: null,
      }),
      ...accounts,
    ];
  });
  return [
    ...units.map((unit) => insert('Unit', unit)),
    ...ancestorRows(tree).map((row) => insert('UnitAncestor', row)),
    ...people,
    insert('Setting', { id: settingId, value: { figures: false, begun: newId(now) } }),
  ];
}

function playedAddress(channel: string, id: string) {
  const conversation = playedAccount(id);
  return {
    channelId: channel,
    user: { id: conversation, name: '' },
    bot: { id: 'bot', name: '' },
    conversation: { id: conversation, name: '', isGroup: false, conversationType: 'personal' },
  };
}

async function fillFigures({ content, store, sealing, clock }: DemonstrationParts): Promise<void> {
  const branches = await store.find('Unit', { kind: 'branch' }, { orderBy: [{ position: 'asc' }] });
  for (const branch of branches.filter(({ marks }) => marks.demonstration)) {
    if ((await store.count('CheckIn', { unitId: branch.id })) > 0) continue;
    await store.commit(twoYearsOf(branch, content.households, { today: dayOf(clock.now()), sealing }));
  }
  await store.commit([put('Setting', { id: settingId, value: { figures: true } })]);
}
