import type { DateReading } from '../../language/dates.ts';
import type { Token } from '../../language/tokenise.ts';
import type { Clause } from './clauses.ts';
import { type Activity, type At, addOnce, type Draft, type Group, newGroup } from './draft.ts';
import type { Lexicon } from './lexicon.ts';
import type { CountPiece, Piece } from './pieces.ts';
import type { SetId, SupportId } from './reading.ts';

/** Where the reading of a message has come to: what was spoken of last, and what was said ahead for what comes next. */
export type Course = {
  readonly today: string;
  readonly tokens: readonly Token[];
  readonly lexicon: Lexicon;
  readonly draft: Draft;
  readonly clauses: readonly Clause[];
  clause: Clause;
  index: number;
  /** The household group or activity that a value without more belongs to. */
  last: Group | Activity | null;
  /** Said before its household or activity, for what follows in the sentence ("hôm qua …", "tặng quà: bà Lan, chị Hoa"). */
  lead: {
    whens: DateReading[];
    /** Something has happened on it already: the next day replaces it. */
    whenUsed: boolean;
    /** Keeps `whens` beyond the sentence: "hôm qua:" over a list. */
    stays: boolean;
    supports: At<SupportId>[];
    criteria: At<string>[];
    wholeSets: At<SetId>[];
    given: boolean;
    /** By a word for handing things out (tặng, trao, phát). */
    handedOut: boolean;
    sums: Group['sums'];
    hamlet: string | null;
    violence: boolean;
    people: CountPiece[];
    topics: At<string>[];
    campaign: At<string> | null;
    times: CountPiece | null;
    /** A household has begun with it: the next support said ahead replaces it. */
    used: boolean;
  };
  /** A correction was announced: the next value replaces the last one of its kind. */
  correcting: boolean;
  /** "chứ không phải …": the next number, sum or day is not meant. */
  rejecting: boolean;
  /** Where "mỗi hộ" was said in this clause: the sum behind it goes to each. */
  eachFrom: number | null;
  /** "hai chị này đều …": what follows in the clause is said of all of these. */
  meant: { clause: Clause; groups: readonly Group[] } | null;
  /** "2 cháu con chị Hoè": so many of one household, for what each of them gets. */
  persons: { sentence: number; value: number } | null;
  /** "N hộ:" that following names are counted in. */
  declared: Group | null;
};

export function emptyLead(whens: DateReading[] = [], stays = false): Course['lead'] {
  return {
    whens,
    whenUsed: whens.length > 0,
    stays,
    supports: [],
    criteria: [],
    wholeSets: [],
    given: false,
    handedOut: false,
    sums: [],
    hamlet: null,
    violence: false,
    people: [],
    topics: [],
    campaign: null,
    times: null,
    used: false,
  };
}

export function lastGroup({ last }: Course): Group | null {
  return last?.kind === 'group' ? last : null;
}

export function lastActivity({ last }: Course): Activity | null {
  return last?.kind === 'activity' ? last : null;
}

/** Whether some piece of the clause from `index` on satisfies the test. */
export function ahead(course: Course, test: (piece: Piece) => boolean, from = course.index + 1): boolean {
  return course.clause.pieces.slice(from).some(test);
}

export function behind(course: Course, test: (piece: Piece) => boolean): boolean {
  return course.clause.pieces.slice(0, course.index).some(test);
}

/** The piece before or after the one at hand, in the same clause, where nothing but `gap` tokens stands between. */
export function beside(course: Course, step: 1 | -1, gap = 0): Piece | undefined {
  const here = course.clause.pieces[course.index]!;
  let at = course.index + step;
  // Pieces of the same tokens (a day that is also a campaign) are no neighbours.
  while (
    course.clause.pieces[at] &&
    (step < 0 ? course.clause.pieces[at]!.to > here.from : course.clause.pieces[at]!.from < here.to)
  )
    at += step;
  const piece = course.clause.pieces[at];
  if (!piece) return undefined;
  const distance = step > 0 ? piece.from - here.to : here.from - piece.to;
  return distance <= gap ? piece : undefined;
}

/** A group that begins here, with what was said ahead of it. */
export function beginGroup(course: Course): Group {
  const group = newGroup(course.draft.groups.length);
  group.clause = course.clauses.indexOf(course.clause);
  group.when = course.lead.whens[0] ?? null;
  course.lead.whenUsed = true;
  for (const support of course.lead.supports) addOnce(group.supports, support.value, support);
  for (const criterion of course.lead.criteria) addOnce(group.criteria, criterion.value, criterion);
  for (const set of course.lead.wholeSets) addOnce(group.wholeSets, set.value, set);
  group.led = course.lead.supports.length + course.lead.criteria.length > 0;
  course.lead.used = true;
  group.given = course.lead.given;
  group.violence = course.lead.violence;
  group.sums = [...course.lead.sums];
  course.draft.groups.push(group);
  course.last = group;
  return group;
}
