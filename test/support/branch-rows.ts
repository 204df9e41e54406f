import { type Change, insert } from '../../src/core/change.ts';
import type { Address } from '../../src/core/channel.ts';
import { dayOf } from '../../src/core/day.ts';
import { monthOf, periodBefore } from '../../src/core/period.ts';
import type { Sealing } from '../../src/core/sealing.ts';

/** What a branch `b<i>` with its reporter `p<i>` on a channel needs to report at once, under the one commune. */
export function branchRows(
  i: number,
  { sealing, channel, address, now }: { sealing: Sealing; channel: string; address: Address; now: Date },
): Change[] {
  const month = monthOf(dayOf(now));
  return [
    insert('Unit', unitRow(`b${i}`, 'commune')),
    insert('UnitAncestor', {
      ...{ id: `up${i}`, unitId: `b${i}`, ancestorId: 'commune', depth: 1, fromDay: '2020-01-01', untilDay: null },
    }),
    insert('Person', {
      ...{ id: `p${i}`, calledAs: 'chị', preferredAccountId: null, consent: 'yes', consentVersion: 1 },
      ...{ consentAt: now, createdAt: now },
    }),
    insert('Account', {
      ...{ id: `a${i}`, personId: `p${i}`, channel, accountHash: sealing.hash('account', `${channel}/p${i}`) },
      ...{ sealedAddress: sealing.seal(JSON.stringify(address)), state: 'active', createdAt: now },
    }),
    insert('Role', {
      ...{ id: `r${i}`, personId: `p${i}`, unitId: `b${i}`, role: 'reporter', fromDay: '2020-01-01' },
      ...{ untilDay: null, invitationId: null },
    }),
    // The months told already, so that nothing is asked for besides the report.
    ...[month, periodBefore(month)].map((one) =>
      insert('MonthlyCount', {
        ...{ id: `m${i}${one}`, checkInId: 'none', unitId: `b${i}`, day: dayOf(now), version: 1, replacedById: null },
        ...{ waiting: false, createdAt: now, month: one, found: null, supported: null },
      }),
    ),
  ];
}

export function unitRow(id: string, parentId: string | null) {
  return {
    ...{ id, code: id, name: id, kind: parentId ? ('branch' as const) : ('commune' as const), parentId },
    ...{ fromDay: '2020-01-01', untilDay: null, position: 0, oldNames: [], marks: {} },
  };
}
