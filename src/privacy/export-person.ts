import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';

/**
 * Everything kept about one person, as plain data for herself: who she is to us, her accounts and roles, what she reported and
 * proposed. Names of households are other people's and stay out. Null for an unknown person.
 */
export async function exportPerson(store: Store, sealing: Sealing, personId: string): Promise<object | null> {
  const person = await store.first('Person', { id: personId });
  if (!person) return null;
  const [accounts, roles, checkIns, nominations, settings] = await Promise.all([
    store.find('Account', { personId }, { orderBy: [{ createdAt: 'asc' }] }),
    store.find('Role', { personId }, { orderBy: [{ fromDay: 'asc' }] }),
    store.find('CheckIn', { reporterId: personId }, { orderBy: [{ createdAt: 'asc' }] }),
    store.find('Nomination', { proposedBy: personId }, { orderBy: [{ createdAt: 'asc' }] }),
    store.find('Setting', {}),
  ]);
  const unitIds = [...new Set([...roles, ...checkIns].map(({ unitId }) => unitId))];
  const units = unitIds.length === 0 ? [] : await store.find('Unit', { id: { in: unitIds } });
  const unitName = new Map(units.map(({ id, name }) => [id, name]));
  return {
    person: {
      calledAs: person.calledAs,
      consent: person.consent,
      consentAt: person.consentAt?.toISOString() ?? null,
      knownSince: person.createdAt.toISOString(),
    },
    accounts: accounts.map(({ channel, state, createdAt, sealedAddress }) => ({
      channel,
      state,
      since: createdAt.toISOString(),
      address: JSON.parse(sealing.open(sealedAddress)) as unknown,
    })),
    roles: roles.map(({ role, unitId, fromDay, untilDay }) => ({
      role,
      unit: unitName.get(unitId) ?? null,
      fromDay,
      untilDay,
    })),
    checkIns: checkIns.map(({ unitId, period, late, nothing, createdAt, version, withdrawn }) => ({
      unit: unitName.get(unitId) ?? null,
      ...{ period, late, nothing, version, withdrawn },
      at: createdAt.toISOString(),
    })),
    nominations: nominations.map(({ day, personOrFamily, sealedText }) => ({
      day,
      personOrFamily,
      text: sealing.open(sealedText),
    })),
    settings: settings
      .filter(({ id }) => id.endsWith(`/${personId}`))
      .map(({ id, value }) => ({ name: id.slice(0, -personId.length - 1), value: opened(sealing, value) })),
  };
}

function opened(sealing: Sealing, value: unknown): unknown {
  return typeof value === 'string' && value.startsWith('s1.') ? sealing.open(value) : value;
}
