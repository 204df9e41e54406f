import type { Day } from '../../core/day.ts';
import type { Span } from '../../language/tokenise.ts';

/** Ids of domain section 3, as the lexicon names them. */
export type SupportId =
  | 'house_repair'
  | 'cash'
  | 'livestock_seed'
  | 'labour_days'
  | 'gift'
  | 'health_insurance'
  | 'loan'
  | 'job_training'
  | 'school_support'
  | 'cleaning'
  | 'counselling'
  | 'other';
export type ActivityType =
  | 'inspection'
  | 'review_meeting'
  | 'communication'
  | 'meeting'
  | 'training'
  | 'commendation'
  | 'support_visit'
  | 'contest'
  | 'forum'
  | 'club_session'
  | 'culture_sport'
  | 'cleaning_day'
  | 'other';
export type SetId = '5k3s' | '5c3s' | '5k3s3a';
export type ModelChangeRead = { id: string; change: 'founded' | 'strengthened' };

/** What `to-am understand --json` prints; absent values are null. */
export type Understood = {
  /** Quantities, in the order said; no labels ("xóm 3"), ordinals, days or sums. An estimate ("vài hộ") is none. */
  numbers: number[];
  /** Sums in đồng, in the order said. */
  money: number[];
  /** Days, in the order said, the preferred reading first where there are several. A span of days ("tuần trước") is none. */
  dates: Day[];
  checkIn: {
    households: {
      name: string;
      hamlet: string | null;
      date: Day | null;
      support: string[];
      valueVnd: number | null;
      /** May hold criteria that are never stored for one household (domain section 3); whoever stores must leave them out. */
      criteriaReached: string[];
    }[];
    /** Named ones and unnamed ones together; null where there are neither or the number is unclear. */
    householdsCount: number | null;
    activities: {
      type: string;
      topics: string[];
      date: Day | null;
      participants: number | null;
      campaign: string | null;
      model: ModelChangeRead | null;
      householdsInformed: number | null;
      householdsCommitted: number | null;
    }[];
    nothing: boolean;
    sameAsLast: boolean;
  };
  unclear: { field: string; text: string; readings: (number | string)[] }[];
};

/** A value with the words it was read from; `span` counts UTF-16 units of the NFC text. */
export type Read<Value> = { value: Value; span: Span };

/** A day, or a stretch of days of which none is named ("tuần trước": the fact takes its last day, not after today). */
export type When =
  | { kind: 'day'; day: Day; readings: readonly Day[]; clear: boolean; span: Span }
  | { kind: 'stretch'; from: Day; to: Day; span: Span };

/** A household told by its name. */
export type NamedHousehold = {
  name: Read<string>;
  hamlet: Read<string> | null;
  when: When | null;
  supports: Read<SupportId>[];
  valueVnd: Read<number> | null;
  /** Its share of a sum given to several together; `valueVnd` is the share already. */
  sharedEvenly: boolean;
  /** Every criterion said of it, those of a whole set included. */
  criteria: Read<string>[];
  /** Whole sets said to be reached. */
  wholeSets: Read<SetId>[];
};

/**
 * Households told as a number, or whose name must not be kept. `withoutName`: 'unnamed' (she gave a number), 'violence'
 * (domain section 3: the name is dropped here and stands nowhere in the result).
 */
export type CountedHouseholds = {
  /** 0 where how many is unclear and asked. */
  count: Read<number>;
  withoutName: 'unnamed' | 'violence';
  when: When | null;
  supports: Read<SupportId>[];
  /** In all, for all of them. */
  valueVnd: Read<number> | null;
  criteria: Read<string>[];
  wholeSets: Read<SetId>[];
};

export type ActivityRead = {
  type: Read<ActivityType>;
  topics: Read<string>[];
  when: When | null;
  participants: Read<number> | null;
  campaign: Read<string> | null;
  model: Read<ModelChangeRead> | null;
  householdsInformed: Read<number> | null;
  householdsCommitted: Read<number> | null;
};

/** A good example proposed for commendation ("đề nghị khen gia đình bà Tư"). `name` is null where nobody is named. */
export type NominationRead = { whom: 'person' | 'family'; name: Read<string> | null; text: string; span: Span };

/** Which value is meant: a household or an activity by its place in the lists below, or the sentence as a whole. */
export type Place = { kind: 'household' | 'counted' | 'activity'; index: number } | { kind: 'sentence' };

/** Something that must be asked. `field` is a key of `checkIn`, or 'number' for a number that no field has taken. */
export type Unclear = {
  field: UnclearField;
  text: string;
  /** What it may mean, the likeliest first; empty where nothing can be named ("mấy hộ"). */
  readings: (number | string)[];
  span: Span;
  place: Place;
};
export type UnclearField =
  | 'householdsCount'
  | 'name'
  | 'support'
  | 'date'
  | 'valueVnd'
  | 'participants'
  | 'householdsInformed'
  | 'householdsCommitted'
  | 'criteriaReached'
  | 'number';

/** "à nhầm, 40 người": within one message the later value has already replaced the earlier one; this says that it did. */
export type CorrectionRead = { was: string | null; span: Span };

/** Everything read in a message, for the conversation. */
export type Reading = {
  /** The message in NFC; all spans count in it. */
  text: string;
  today: Day;
  numbers: Read<number>[];
  money: Read<number>[];
  whens: When[];
  households: NamedHousehold[];
  counted: CountedHouseholds[];
  householdsCount: number | null;
  activities: ActivityRead[];
  nominations: NominationRead[];
  /** What is planned and therefore not recorded ("mai họp"). */
  planned: Span[];
  nothing: boolean;
  sameAsLast: boolean;
  corrections: CorrectionRead[];
  unclear: Unclear[];
};
