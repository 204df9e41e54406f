import type { DateReading } from '../../language/dates.ts';
import type { MoneyReading } from '../../language/money.ts';
import type { NameReading } from '../../language/names-of-households.ts';
import type { NumberReading } from '../../language/numbers.ts';
import type { CountPiece } from './pieces.ts';
import type { ActivityType, ModelChangeRead, SetId, SupportId, UnclearField } from './reading.ts';

/** A value with the tokens it comes from. */
export type At<Value> = { value: Value; from: number; to: number };

/** Households that one stretch of the sentence speaks of together: names, a number of unnamed ones, or both ("bà Lan và 2 hộ nữa"). */
export type Group = {
  kind: 'group';
  names: (NameReading & { hamletSaid: string | null; clause: number })[];
  unnamed: { number: NumberReading; piece: CountPiece } | null;
  /** The names that follow are among the number said ("3 hộ: bà Lan…"): so many of it have been named. */
  namedOfUnnamed: number;
  supports: At<SupportId>[];
  criteria: At<string>[];
  wholeSets: At<SetId>[];
  when: DateReading | null;
  sums: MoneyReading[];
  /** A number of things given, for "5 suất, mỗi suất 300k". */
  goods: number | null;
  evenly: boolean;
  violence: boolean;
  /** Something has been said of it after its names, so the next name begins another group. */
  told: boolean;
  /** Its supports were said ahead of it, for several households perhaps. */
  led: boolean;
  /** A word of giving stands with it: money alone is then support in cash. */
  given: boolean;
  clause: number;
};

/** Those who came, of which `place` says where or when where it was said for them alone. */
export type Came = { number: NumberReading; each: boolean; place: number | null };

export type Activity = {
  kind: 'activity';
  types: At<ActivityType>[];
  topics: At<string>[];
  whens: DateReading[];
  people: Came[];
  campaign: At<string> | null;
  model: At<ModelChangeRead> | null;
  informed: NumberReading | null;
  committed: NumberReading | null;
  /** "về …", "chủ đề …" with words that no topic has: a topic outside the list. */
  about: boolean;
  /** How many times it was held, with the number's tokens. */
  times: NumberReading | null;
  clause: number;
  sentence: number;
};

export type Nominated = { whom: 'person' | 'family'; name: NameReading | null; from: number; to: number };

export type Doubtful = {
  field: UnclearField;
  from: number;
  to: number;
  readings: (number | string)[];
  of: Group | Activity | null;
};

/** What has been read so far of a message. */
export type Draft = {
  groups: Group[];
  activities: Activity[];
  nominated: Nominated[];
  planned: { from: number; to: number }[];
  corrections: { was: string | null; from: number; to: number }[];
  doubts: Doubtful[];
  nothing: boolean;
  /** Something is said not to have been held. */
  notDone: boolean;
  same: boolean;
  /** First tokens of numbers and sums that are understood and belong in no field: things given, who was absent, what is planned. */
  explained: Set<number>;
  /** First tokens of numbers of things: they belong to what was done with them. */
  things: Set<number>;
  /** First tokens of numbers and sums that a correction has replaced. */
  replaced: Set<number>;
  /** First tokens of days that only name a campaign. */
  campaignDays: Set<number>;
};

export function emptyDraft(): Draft {
  return {
    groups: [],
    activities: [],
    nominated: [],
    planned: [],
    corrections: [],
    doubts: [],
    nothing: false,
    notDone: false,
    same: false,
    explained: new Set(),
    things: new Set(),
    replaced: new Set(),
    campaignDays: new Set(),
  };
}

export function newGroup(clause: number): Group {
  return {
    kind: 'group',
    names: [],
    unnamed: null,
    namedOfUnnamed: 0,
    supports: [],
    criteria: [],
    wholeSets: [],
    when: null,
    sums: [],
    goods: null,
    evenly: false,
    violence: false,
    told: false,
    led: false,
    given: false,
    clause,
  };
}

export function newActivity(clause: number, sentence: number): Activity {
  return {
    kind: 'activity',
    types: [],
    topics: [],
    whens: [],
    people: [],
    campaign: null,
    model: null,
    informed: null,
    committed: null,
    about: false,
    times: null,
    clause,
    sentence,
  };
}

/** Adds the value unless it is there already. */
export function addOnce<Value>(list: At<Value>[], value: Value, { from, to }: { from: number; to: number }): void {
  if (!list.some((known) => known.value === value)) list.push({ value, from, to });
}
