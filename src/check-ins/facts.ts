import { type Change, insert } from '../core/change.ts';
import type {
  ActivityRow,
  CheckInRow,
  HouseholdHelpRow,
  HouseholdReachedRow,
  ModelChangeRow,
  MonthlyCountRow,
  NominationRow,
  YearlyFigureRow,
} from '../core/records.ts';

/** What a unit has stated: its check-ins and their facts. */
export interface Facts {
  checkIns: CheckInRow[];
  helps: HouseholdHelpRow[];
  reached: HouseholdReachedRow[];
  activities: ActivityRow[];
  models: ModelChangeRow[];
  nominations: NominationRow[];
  yearly: YearlyFigureRow[];
  monthly: MonthlyCountRow[];
}

/** The tables of facts, by their field here. */
export const factTables = {
  helps: 'HouseholdHelp',
  reached: 'HouseholdReached',
  activities: 'Activity',
  models: 'ModelChange',
  nominations: 'Nomination',
  yearly: 'YearlyFigure',
  monthly: 'MonthlyCount',
} as const;
export type FactField = keyof typeof factTables;
export const factFields = Object.keys(factTables) as FactField[];

export function noFacts(): Facts {
  return { checkIns: [], helps: [], reached: [], activities: [], models: [], nominations: [], yearly: [], monthly: [] };
}

/** Both together; a row of `later` takes the place of the one with its id. */
export function joinFacts(earlier: Facts, later: Facts): Facts {
  return {
    checkIns: join(earlier.checkIns, later.checkIns),
    helps: join(earlier.helps, later.helps),
    reached: join(earlier.reached, later.reached),
    activities: join(earlier.activities, later.activities),
    models: join(earlier.models, later.models),
    nominations: join(earlier.nominations, later.nominations),
    yearly: join(earlier.yearly, later.yearly),
    monthly: join(earlier.monthly, later.monthly),
  };
}

export function insertsOf(facts: Facts): Change[] {
  return [
    ...facts.checkIns.map((row) => insert('CheckIn', row)),
    ...factFields.flatMap((field) => facts[field].map((row) => insert(factTables[field], row as never))),
  ];
}

function join<Row extends { id: string }>(earlier: readonly Row[], later: readonly Row[]): Row[] {
  const rows = new Map(earlier.map((row) => [row.id, row]));
  for (const row of later) rows.set(row.id, row);
  return [...rows.values()];
}
