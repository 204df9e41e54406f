import { z } from 'zod';
import { type Change, insert } from '../core/change.ts';
import type { RoleName, UnitRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Seeded } from './seeded.ts';

/** `prompts/simulation/people.yaml`: what made-up people say. */
export const peopleSentences = z.strictObject({
  /** How everybody is addressed. */
  called_as: z.string(),
  reports: z.array(z.string()).min(1),
  campaign_reports: z.array(z.string()).min(1),
  household_reports: z.array(z.string()).min(1),
  sloppy_reports: z.array(z.string()).min(1),
  late_reports: z.array(z.string()).min(1),
  nothing: z.string(),
  questions: z.array(z.string()).min(1),
  /** What officials ask of their figures; `{other}`: a unit that is not below hers. */
  official_asks: z.array(z.string()).min(1),
  dangers: z.array(z.string()).min(1),
  /** Words of theirs that must not be readable in the database. */
  hidden: z.array(z.string()).min(1),
  /** How she is asked for a day, and her answer. */
  asked_day: z.string(),
  day: z.string(),
  skip: z.string(),
  zero: z.string(),
  cancel: z.string(),
});
export type PeopleSentences = z.infer<typeof peopleSentences>;

export type Habit = 'diligent' | 'late' | 'sloppy' | 'silent' | 'asking' | 'two-phones' | 'in-need';

export interface SimulatedPerson {
  id: string;
  role: RoleName;
  unitId: string;
  unitName: string;
  habit: Habit;
  /** Her chats, one for each of her phones: `telegram/1001`. */
  chats: readonly string[];
  /** The day of the run on which she blocks the bot; null: never. */
  blocksOn: number | null;
}

export interface Province {
  units: UnitRow[];
  people: SimulatedPerson[];
  changes: Change[];
}

/** Khánh Hòa: 894 branches in 139 communes. */
const branchesPerCommune = 894 / 139;
const membersPerBranch = 3;
const habits: readonly [Habit, number][] = [
  ['diligent', 0.6],
  ['late', 0.12],
  ['sloppy', 0.1],
  ['silent', 0.08],
  ['asking', 0.05],
  ['two-phones', 0.03],
  ['in-need', 0.02],
];

/** The units, people and their habits; reporters and officials in full, members as a sample. The same for the same seed. */
export function newProvince(
  branches: number,
  firstDay: string,
  now: Date,
  { sealing, seeded, days, calledAs }: { sealing: Sealing; seeded: Seeded; days: number; calledAs: string },
): Province {
  const units: UnitRow[] = [];
  const people: SimulatedPerson[] = [];
  const changes: Change[] = [];
  const habitsLeft = habitsOf(branches, seeded);
  let chats = 1_000;

  addUnit('P', 'province', null, []);
  addPerson('official', 'P');
  const communes = Math.max(1, Math.round(branches / branchesPerCommune));
  for (let n = 0; n < communes; n++) {
    addUnit(`C${n}`, 'commune', 'P', ['P']);
    addPerson('official', `C${n}`);
  }
  for (let n = 0; n < branches; n++) {
    const commune = `C${n % communes}`;
    addUnit(`B${n}`, 'branch', commune, [commune, 'P']);
    addPerson('reporter', `B${n}`);
    for (let m = 0; m < membersPerBranch; m++) addPerson('member', `B${n}`);
  }
  return { units, people, changes };

  function addUnit(id: string, kind: UnitRow['kind'], parentId: string | null, above: readonly string[]): void {
    const unit: UnitRow = {
      ...{ id, code: id, name: id, kind, parentId, fromDay: firstDay, untilDay: null },
      ...{ position: units.length, oldNames: [], marks: {} },
    };
    units.push(unit);
    changes.push(insert('Unit', unit));
    for (const [depth, ancestorId] of [id, ...above].entries()) {
      const link = { id: `${id}/${ancestorId}`, unitId: id, ancestorId, depth, fromDay: firstDay, untilDay: null };
      changes.push(insert('UnitAncestor', link));
    }
  }

  function addPerson(role: RoleName, unitId: string): void {
    const id = `person-${people.length}`;
    const habit = role === 'reporter' ? (habitsLeft.pop() ?? 'diligent') : 'diligent';
    const first = `${seeded.chance(0.5) ? 'telegram' : 'zalo-bot'}/${++chats}`;
    const other = first.startsWith('telegram') ? `zalo-bot/${++chats}` : `telegram/${++chats}`;
    const own = habit === 'two-phones' ? [first, other] : [first];
    const blocks = role === 'member' ? seeded.chance(0.05) : role === 'reporter' && seeded.chance(0.02);
    const unitName = units.find((unit) => unit.id === unitId)?.name ?? '';
    const blocksOn = blocks ? seeded.between(1, Math.max(1, days)) : null;
    people.push({ id, role, unitId, unitName, habit, chats: own, blocksOn });
    changes.push(
      insert('Person', {
        ...{ id, calledAs, preferredAccountId: `${id}/0`, createdAt: now },
        ...{ consent: 'yes' as const, consentVersion: 1, consentAt: now },
      }),
      insert('Role', {
        id: `role-${id}`,
        personId: id,
        unitId,
        role,
        fromDay: firstDay,
        untilDay: null,
        invitationId: null,
      }),
      ...own.map((chat, n) => {
        const [channel = '', number = ''] = chat.split('/');
        const address = {
          channelId: channel,
          user: { id: number, name: '' },
          conversation: { id: number, name: '', isGroup: false },
        };
        return insert('Account', {
          ...{ id: `${id}/${n}`, personId: id, channel, accountHash: sealing.hash('account', chat) },
          ...{ sealedAddress: sealing.seal(JSON.stringify(address)), state: 'active' as const, createdAt: now },
        });
      }),
    );
  }
}

/** From so many reporters on each habit comes up. */
const everyHabitFrom = 14;

/** The habits of so many reporters: each by its share, in an order drawn. */
function habitsOf(reporters: number, seeded: Seeded): Habit[] {
  const drawn: Habit[] = habits.flatMap(([habit, share]) => {
    if (habit === 'diligent') return [];
    const n = Math.max(reporters >= everyHabitFrom ? 1 : 0, Math.round(share * reporters));
    return Array.from({ length: n }, () => habit);
  });
  while (drawn.length < reporters) drawn.push('diligent');
  for (let n = drawn.length - 1; n > 0; n--) {
    const other = seeded.between(0, n);
    [drawn[n], drawn[other]] = [drawn[other] as Habit, drawn[n] as Habit];
  }
  return drawn;
}
