import type { Where } from '../core/change.ts';
import type {
  ActivityRow,
  CheckInRow,
  FactRow,
  HouseholdHelpRow,
  HouseholdReachedRow,
  ModelChangeRow,
  Tables,
  YearlyFigureRow,
} from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Recorded } from './records-behind.ts';

/** A fact as far as it explains a figure: what was done, and how much; never whose household it was. */
export type ToldFact =
  | { is: 'activity'; type: string; participants: number | null; campaign: string | null; topics: readonly string[] }
  | { is: 'model'; model: string; change: 'founded' | 'strengthened' }
  | { is: 'help'; households: number }
  | { is: 'reached'; set: string | null }
  | { is: 'nomination' }
  | { is: 'stated'; measure: string; value: number };

/** What one check-in told for a record. Without facts of its own it is only the record's numbers. */
export interface ToldInCheckIn {
  unitId: string;
  day: string;
  checkIn: CheckInRow | null;
  facts: readonly ToldFact[];
  figures: Recorded['figures'];
}

interface Found {
  record: Recorded;
  checkInId: string;
  fact: ToldFact;
}

/** The check-ins that told the records, in the order of these; several of one unit and day in the order in which they came. */
export async function checkInsBehind(store: Store, records: readonly Recorded[]): Promise<ToldInCheckIn[]> {
  const found = [
    ...(await foundIn(store, 'Activity', records, activityTold)),
    ...(await foundIn(store, 'ModelChange', records, modelTold)),
    ...(await foundIn(store, 'HouseholdHelp', records, helpTold)),
    ...(await foundIn(store, 'HouseholdReached', records, reachedTold)),
    ...(await foundIn(store, 'Nomination', records, (_, has) => (has('nominations') ? { is: 'nomination' } : null))),
    ...(await statedIn(store, records)),
  ];
  const ids = [...new Set(found.map(({ checkInId }) => checkInId))];
  const rows = ids.length === 0 ? [] : await store.find('CheckIn', { id: { in: ids }, withdrawn: false });
  const checkIns = new Map(rows.map((row) => [row.id, row]));
  return records.flatMap((record): ToldInCheckIn[] => {
    const { unitId, day, figures } = record;
    const own = found.filter((one) => one.record === record && checkIns.has(one.checkInId));
    const told = [...new Set(own.map(({ checkInId }) => checkInId))].map((id) => ({
      ...{ unitId, day, figures, checkIn: checkIns.get(id) ?? null },
      facts: own.filter(({ checkInId }) => checkInId === id).map(({ fact }) => fact),
    }));
    if (told.length === 0) return [{ unitId, day, figures, checkIn: null, facts: [] }];
    return told.sort((a, b) => sentAt(a.checkIn) - sentAt(b.checkIn));
  });
}

function sentAt(checkIn: CheckInRow | null): number {
  return checkIn?.createdAt.getTime() ?? 0;
}

type DatedFact = 'Activity' | 'ModelChange' | 'HouseholdHelp' | 'HouseholdReached' | 'Nomination';
type Has = (...measures: string[]) => boolean;

const families: Readonly<Record<DatedFact, readonly string[]>> = {
  Activity: ['activities', 'participants', 'households-informed', 'households-committed'],
  ModelChange: ['models'],
  HouseholdHelp: ['households', 'support', 'value-vnd'],
  HouseholdReached: ['reached'],
  Nomination: ['nominations'],
};

/** The facts of a table that count for the measures of the records. */
async function foundIn<T extends DatedFact>(
  store: Store,
  table: T,
  records: readonly Recorded[],
  tell: (row: Tables[T], has: Has) => ToldFact | null,
): Promise<Found[]> {
  const asked = records.filter(({ figures }) =>
    figures.some(({ measure }) => families[table].includes(measure.split('/')[0] ?? '')),
  );
  if (asked.length === 0) return [];
  const where: Where<FactRow> = {
    unitId: { in: [...new Set(asked.map(({ unitId }) => unitId))] },
    day: { in: [...new Set(asked.map(({ day }) => day))] },
    ...{ waiting: false, replacedById: null },
  };
  const rows = await store.find(table, where as Where<Tables[T]>);
  return asked.flatMap((record) =>
    rows
      .filter(({ unitId, day }) => unitId === record.unitId && day === record.day)
      .flatMap((row) => {
        const fact = tell(row, hasOf(record));
        return fact ? [{ record, checkInId: row.checkInId, fact }] : [];
      }),
  );
}

/** What was stated for a year, on whatever day of it. */
async function statedIn(store: Store, records: readonly Recorded[]): Promise<Found[]> {
  const asked = records.filter(({ figures }) => figures.some(({ measure }) => measure.startsWith('yearly/')));
  if (asked.length === 0) return [];
  const rows: YearlyFigureRow[] = await store.find('YearlyFigure', {
    unitId: { in: [...new Set(asked.map(({ unitId }) => unitId))] },
    year: { in: [...new Set(asked.map(({ day }) => Number(day)))] },
    ...{ waiting: false, replacedById: null },
  });
  return asked.flatMap((record) =>
    record.figures.flatMap((figure) => {
      const row = rows.find(
        ({ unitId, year, measure }) =>
          unitId === record.unitId && String(year) === record.day && `yearly/${measure}` === figure.measure,
      );
      if (!row || row.value === null) return [];
      const { checkInId, measure, value } = row;
      return [{ record, checkInId, fact: { is: 'stated' as const, measure, value } }];
    }),
  );
}

function hasOf({ figures }: Recorded): Has {
  return (...measures) => figures.some(({ measure }) => measures.includes(measure));
}

function activityTold({ type, participants, campaign, topics }: ActivityRow, has: Has): ToldFact | null {
  const counts =
    has('activities', 'participants', 'households-informed', 'households-committed', `activities/type/${type}`) ||
    (campaign !== null && has(`activities/campaign/${campaign}`)) ||
    topics.some((topic) => has(`activities/topic/${topic}`));
  if (!counts) return null;
  const asked = topics.filter((topic) => has(`activities/topic/${topic}`));
  return { is: 'activity', type, participants, campaign, topics: asked };
}

function modelTold({ model, change }: ModelChangeRow, has: Has): ToldFact | null {
  return has(`models/${change}`, `models/${model}`) ? { is: 'model', model, change } : null;
}

function helpTold({ households, supports, valueVnd }: HouseholdHelpRow, has: Has): ToldFact | null {
  const counts =
    has('households', 'households/distinct-year', 'households/distinct-plan-year') ||
    supports.some((kind) => has(`support/${kind}`)) ||
    (valueVnd !== null && has('value-vnd'));
  return counts ? { is: 'help', households } : null;
}

function reachedTold({ wholeSet, criteria }: HouseholdReachedRow, has: Has): ToldFact | null {
  if (wholeSet !== null && has('reached/whole', 'reached/whole-helped')) return { is: 'reached', set: wholeSet };
  return criteria.some((one) => has(`reached/${one}`)) ? { is: 'reached', set: null } : null;
}
