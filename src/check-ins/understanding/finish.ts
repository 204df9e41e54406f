import type { Day } from '../../core/day.ts';
import type { DateReading } from '../../language/dates.ts';
import type { NumberReading } from '../../language/numbers.ts';
import { type Span, spanOf, type Token, textOf } from '../../language/tokenise.ts';
import { type Activity, type At, addOnce, type Draft, type Group } from './draft.ts';
import type {
  ActivityRead,
  ActivityType,
  CountedHouseholds,
  NamedHousehold,
  Place,
  Read,
  Unclear,
  UnclearField,
  When,
} from './reading.ts';
import { multiplied, shareOf } from './share.ts';

export type Finished = {
  households: NamedHousehold[];
  counted: CountedHouseholds[];
  householdsCount: number | null;
  activities: ActivityRead[];
  unclear: Unclear[];
};

/** The draft as values for the conversation: each household with its own share, each session as its own activity. */
export function finish(draft: Draft, tokens: readonly Token[], order: readonly ActivityType[], today: Day): Finished {
  const households: NamedHousehold[] = [];
  const counted: CountedHouseholds[] = [];
  const activities: ActivityRead[] = [];
  const unclear: Unclear[] = [];
  const say = <Value>({ value, from, to }: At<Value>): Read<Value> => ({ value, span: spanOf(tokens, from, to) });
  const ask = (
    field: UnclearField,
    range: { from: number; to: number },
    readings: readonly (number | string)[],
    place: Place,
  ) => {
    if (unclear.some((known) => known.span.from === spanOf(tokens, range.from, range.to).from && known.field === field))
      return;
    unclear.push({
      field,
      text: textOf(tokens, range.from, range.to),
      readings: readings.filter((each) => typeof each === 'string' || Number.isFinite(each)),
      span: spanOf(tokens, range.from, range.to),
      place,
    });
  };
  const askAt = (field: UnclearField, text: string, span: Span, place: Place) =>
    unclear.push({ field, text, readings: [], span, place });
  const places = new Map<Group | Activity, Place>();
  const untold = new Set<number>();
  let known = true;

  for (const group of draft.groups) {
    const unnamed = group.unnamed;
    const place: Place =
      group.names.length > 0 && !group.violence
        ? { kind: 'household', index: households.length }
        : { kind: 'counted', index: counted.length };
    places.set(group, place);
    if (unnamed && !unnamed.number.clear) {
      ask('householdsCount', unnamed.number.tokens, unnamed.number.readings, place);
      known = false;
    }
    const rest = unnamed ? Math.max(0, unnamed.number.value - group.namedOfUnnamed) : 0;
    const together = group.names.length + (unnamed?.number.clear ? rest : 0);
    const money = shareOf(group, together);
    if (money.doubt) ask('valueVnd', money.doubt.range, money.doubt.readings, place);
    const when = group.when ? toWhen(group.when) : null;
    if (group.when && !group.when.clear) ask('date', group.when.tokens, group.when.readings, place);
    const supports = [...group.supports];
    if (supports.length > 1) supports.splice(0, supports.length, ...supports.filter(({ value }) => value !== 'other'));
    const firstSum = group.sums[0];
    if (supports.length === 0 && firstSum) supports.push({ value: 'cash', ...firstSum.tokens });
    const common = {
      when,
      supports: supports.map(say),
      criteria: group.criteria.map(say),
      wholeSets: group.wholeSets.map(say),
    };
    if (group.violence) {
      const at = group.names[0] ?? unnamed?.number.tokens ?? { from: 0, to: 0 };
      counted.push({
        ...common,
        count: { value: Math.max(1, together), span: spanOf(tokens, at.from, at.to) },
        withoutName: 'violence',
        valueVnd: money.total,
      });
      continue;
    }
    const isBare =
      !group.given && supports.length + group.criteria.length + group.sums.length === 0 && unnamed === null;
    for (const name of group.names) {
      const end = name.hamletTokens.to > name.hamletTokens.from ? name.hamletTokens.from : name.to;
      if (isBare) untold.add(spanOf(tokens, name.from, end).from);
      households.push({
        name: { value: name.name, span: spanOf(tokens, name.from, end) },
        hamlet:
          name.hamletSaid === null
            ? null
            : { value: name.hamletSaid, span: spanOf(tokens, name.hamletTokens.from, name.hamletTokens.to) },
        ...common,
        valueVnd: money.each,
        sharedEvenly: money.evenly,
      });
    }
    // How many is asked; what was done for them is known, so the group stays, at the place that the question names.
    const isAsked = unnamed !== null && !unnamed.number.clear && group.names.length === 0;
    if (unnamed && (isAsked || (unnamed.number.clear && rest > 0)))
      counted.push({
        ...common,
        count: { value: isAsked ? 0 : rest, span: unnamed.number.span },
        withoutName: 'unnamed',
        valueVnd: group.names.length > 0 ? multiplied(money.each, rest) : money.total,
      });
  }

  const merged = mergeRepeats(households);
  // "thay chị Mai: …": nothing is said to have been done for her.
  for (const [index, { name }] of merged.entries())
    if (untold.has(name.span.from)) askAt('support', name.value, name.span, { kind: 'household', index });
  for (const activity of draft.activities) finishActivity(activity);
  function finishActivity(activity: Activity): void {
    if (activity.times?.value === 0) return;
    const place: Place = { kind: 'activity', index: activities.length };
    places.set(activity, place);
    const times = timesOf(activity);
    if (activity.times && (!activity.times.clear || activity.times.value > 20))
      ask('number', activity.times.tokens, activity.times.readings, place);
    const number = (
      field: 'participants' | 'householdsInformed' | 'householdsCommitted',
      read: NumberReading | null,
    ): Read<number> | null => {
      if (!read) return null;
      if (!read.clear || !Number.isInteger(read.value)) {
        ask(field, read.tokens, read.readings, place);
        return null;
      }
      return { value: read.value, span: read.span };
    };
    const people = activity.people;
    let participants: Read<number>[] = [];
    const all = people.map((each) => each.number);
    if (people.length === 1 && (times === 1 || people[0]!.each))
      participants = Array.from({ length: times }, () => number('participants', all[0]!)).filter(
        (each) => each !== null,
      );
    else if (people.length === times && times > 1)
      participants = all.map((each) => number('participants', each)).filter((each) => each !== null);
    else if (people.length > 0) {
      const sum = all.reduce((total, each) => total + each.value, 0);
      const readings =
        people.length === 1
          ? [all[0]!.value, all[0]!.value / times].filter(Number.isInteger)
          : [...new Set([all[0]!.value, sum, ...all.map(({ value }) => value)])];
      ask('participants', { from: all[0]!.tokens.from, to: all.at(-1)!.tokens.to }, readings, place);
    }
    if (activity.about && activity.topics.length === 0) addOnce(activity.topics, 'other', activity.types[0]!);
    const date = activity.whens[0];
    const far =
      activity.campaign && farFrom(activity.campaign.value, (date && !date.stretch && date.day) || today, today);
    // "nấu ăn 28/6" told in November: was it then, or is the day written wrong?
    if (activity.campaign && far) {
      ask('date', activity.campaign, [far], place);
      activity.campaign = null;
    }
    const type = order.find((each) => activity.types.some(({ value }) => value === each)) ?? 'other';
    const said = activity.types.find(({ value }) => value === type) ?? activity.types[0]!;
    const informed = number('householdsInformed', activity.informed);
    const committed = number('householdsCommitted', activity.committed);
    for (const date of activity.whens) if (!date.clear) ask('date', date.tokens, date.readings, place);
    for (let nth = 0; nth < times; nth++) {
      const when = activity.whens.length === times ? activity.whens[nth]! : activity.whens[0];
      activities.push({
        type: { value: type, span: spanOf(tokens, said.from, said.to) },
        topics: topicsOf(activity, nth, times).map(say),
        when: when ? toWhen(when) : null,
        participants: participants[nth] ?? null,
        campaign: activity.campaign ? say(activity.campaign) : null,
        model: activity.model && nth === 0 ? say(activity.model) : null,
        householdsInformed: nth === 0 ? informed : null,
        householdsCommitted: nth === 0 ? committed : null,
      });
    }
  }
  for (const doubt of draft.doubts)
    ask(doubt.field, doubt, doubt.readings, (doubt.of && places.get(doubt.of)) ?? { kind: 'sentence' });
  const sum = merged.length + counted.reduce((total, each) => total + each.count.value, 0);
  return { households: merged, counted, householdsCount: known && sum > 0 ? sum : null, activities, unclear };
}

/** How often it was held: as said, once on each of the days that as many came to, or once wherever people were counted. */
function timesOf({ times, people, whens }: Activity): number {
  if (times)
    return times.clear && times.value > 1 && times.value <= 20 && Number.isInteger(times.value) ? times.value : 1;
  if (people.some(({ each }) => each) && whens.length > 1 && whens.every(({ stretch }) => !stretch))
    return whens.length;
  return people.length > 1 && people.every(({ place }) => place !== null) ? people.length : 1;
}

/** An activity of a campaign is held around its days, this many before and after. */
const AROUND = 45;

/** The last day of a campaign before `today` where `day` is far from it, else null. An id names the day or the month: "28-6", "thang-6". */
function farFrom(campaign: string, day: Day, today: Day): Day | null {
  const [, on, month] = /^(?:(\d+)|thang)-(\d+)$/u.exec(campaign) ?? [];
  if (!month) return null;
  const inYear = (year: number) => `${year}-${month.padStart(2, '0')}-${(on ?? '15').padStart(2, '0')}`;
  const year = Number(day.slice(0, 4));
  const near = [year - 1, year, year + 1].some(
    (each) => Math.abs(Date.parse(day) - Date.parse(inYear(each))) <= AROUND * 86_400_000,
  );
  const last = inYear(Number(today.slice(0, 4)));
  return near ? null : last <= today ? last : inYear(Number(today.slice(0, 4)) - 1);
}

/** "Giúp bà Lan 5tr. Bà Lan ở xóm 3.": a name said again without anything new done adds what it tells to the first. */
function mergeRepeats(households: readonly NamedHousehold[]): NamedHousehold[] {
  const kept: NamedHousehold[] = [];
  for (const next of households) {
    const known = kept.find(
      ({ name, hamlet }) =>
        name.value.toLowerCase() === next.name.value.toLowerCase() &&
        (hamlet === null || next.hamlet === null || hamlet.value === next.hamlet.value),
    );
    const tells = next.supports.length > 0 || next.valueVnd !== null || next.criteria.length > 0;
    if (
      !known ||
      (tells &&
        (known.supports.length > 0 || known.valueVnd !== null) &&
        (next.valueVnd !== null || next.supports.length > 0))
    ) {
      kept.push(next);
      continue;
    }
    const at = kept.indexOf(known);
    kept[at] = {
      ...known,
      hamlet: known.hamlet ?? next.hamlet,
      when: known.when ?? next.when,
      supports: known.supports.length > 0 ? known.supports : next.supports,
      valueVnd: known.valueVnd ?? next.valueVnd,
      criteria: [
        ...known.criteria,
        ...next.criteria.filter(({ value }) => !known.criteria.some((each) => each.value === value)),
      ],
      wholeSets: [...known.wholeSets, ...next.wholeSets],
    };
  }
  return kept;
}

/** "1 cuộc 30 người về an toàn thực phẩm, 1 cuộc 45 người về bảo hiểm": what is said behind the people of one session is its own. */
function topicsOf({ topics, people }: Activity, nth: number, times: number): At<string>[] {
  if (times < 2 || people.length !== times || topics.length < times) return topics;
  const starts = people.map(({ number }) => number.tokens.from);
  const own = topics.filter(({ from }) => from > starts[nth]! && from < (starts[nth + 1] ?? Number.POSITIVE_INFINITY));
  return topics.every(({ from }) => from > starts[0]!) ? own : topics;
}

export function toWhen(date: DateReading): When | null {
  if (date.stretch) return { kind: 'stretch', ...date.stretch, span: date.span };
  return date.day === null
    ? null
    : { kind: 'day', day: date.day, readings: date.readings, clear: date.clear, span: date.span };
}
