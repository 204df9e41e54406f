import type { Change } from '../core/change.ts';
import { insert } from '../core/change.ts';
import { writeDay } from '../core/day.ts';
import type { Said, Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import type { Store } from '../core/store.ts';
import type { Speak } from '../scripts/script.ts';
import { speakAs } from '../scripts/script-dialog.ts';
import { nextCheckInId } from './check-in-id.ts';
import { closingsFor, closingUnit, isDayClosed } from './closing.ts';
import { campaignsHeld, householdsReached, reachedDifference } from './commune-standing.ts';
import { type Draft, dayOfItem } from './draft.ts';
import { type Facts, insertsOf, joinFacts } from './facts.ts';
import { factsOfDraft } from './facts-of-draft.ts';
import { figureChanges, guardHouseholds, loadTouched, touchedBy } from './figure-changes.ts';
import { monthToAsk } from './month-to-ask.ts';
import type { CheckInParts } from './parts.ts';

/** Stores a confirmed draft: its rows, the figures they change, and what is said of it, in one step. */
export async function saveCheckIn(draft: Draft, said: Said, parts: CheckInParts): Promise<Step> {
  const { store, sealing, texts } = parts;
  const speak = speakAs(texts, 'weekly', said.standing);
  const unitId = draft.unitId ?? '';
  const reporterId = said.standing?.person.id ?? '';
  const days = draft.items.map((item) => dayOfItem(item, draft));
  const [checkInId, closings] = await Promise.all([
    nextCheckInId(store, unitId),
    closingsFor(store, unitId, days, said.today),
  ]);
  const facts = factsOfDraft(draft, {
    unitId,
    reporterId,
    checkInId,
    now: said.now,
    today: said.today,
    sealing,
    isClosed: (day) => isDayClosed(day, said.today, closings),
  });
  const before = await loadTouched(store, unitId, touchedBy(facts));
  const now = joinFacts(before, facts);
  const changes: Change[] = [
    ...guardHouseholds(unitId, before),
    ...insertsOf(facts),
    ...facts.photos.map((row) => insert('Photo', row)),
    ...figureChanges(unitId, before, now),
  ];
  const says = [
    plain(
      [
        speak('saved'),
        ...waitingLine(facts, said, speak),
        await standingLine(before, facts, draft, said, parts),
        ...(await householdLine(facts, reporterId, store, speak)),
      ].join('\n'),
    ),
  ];
  return { kind: 'next', says, changes, state: null, ...(await whatFollows(unitId, said, parts)) };
}

/** Facts of closed weeks are kept; she is told that they wait. */
function waitingLine(facts: Facts, said: Said, speak: Speak): string[] {
  const rows = [...facts.helps, ...facts.reached, ...facts.activities, ...facts.models, ...facts.nominations];
  const days = [...new Set(rows.filter(({ waiting }) => waiting).map(({ day }) => day))].sort();
  if (days.length === 0) return [];
  return [speak('waiting', { days: days.map((day) => writeDay(day, said.today)).join(', ') })];
}

/** Where the commune stands and which campaigns the unit has held, in one line. */
async function standingLine(
  before: Facts,
  facts: Facts,
  draft: Draft,
  said: Said,
  parts: CheckInParts,
): Promise<string> {
  const { store, texts, labels, householdTarget } = parts;
  const speak = speakAs(texts, 'weekly', said.standing);
  const unitId = draft.unitId ?? '';
  const commune = await closingUnit(store, unitId, said.today);
  const held = await campaignsHeld(store, unitId, said.today, facts);
  const campaigns =
    held.length > 0
      ? speak('campaigns-held', { list: held.map(labels.campaign).join(', ') })
      : speak('no-campaign-held');
  if (commune?.kind !== 'commune') return campaigns;
  const counted = await householdsReached(store, commune, said.today);
  const reached = (counted ?? 0) + reachedDifference(before, joinFacts(before, facts), said.today);
  const households =
    counted === null && reached === 0
      ? speak('commune-none', { target: householdTarget })
      : speak('commune', { n: reached, target: householdTarget });
  return `${households} ${campaigns}`;
}

/** The sentence to say to a household whose name she reports, the first time she does. */
async function householdLine(facts: Facts, reporterId: string, store: Store, speak: Speak): Promise<string[]> {
  const named = [...facts.helps, ...facts.reached].some(({ householdHash }) => householdHash !== null);
  if (!named) return [];
  // Her first check-ins tell: who names households does so early.
  const earlier = await store.find('CheckIn', { reporterId }, { orderBy: [{ createdAt: 'asc' }], limit: 40 });
  if (earlier.length === 0) return [speak('say-to-household')];
  const ids = { in: earlier.map(({ id }) => id) };
  const [helped, reached] = await Promise.all([
    store.first('HouseholdHelp', { checkInId: ids, householdHash: { not: null } }),
    store.first('HouseholdReached', { checkInId: ids }),
  ]);
  return helped || reached ? [] : [speak('say-to-household')];
}

/** Once a month the counts of the month are asked for, after the report is safe. */
async function whatFollows(
  unitId: string,
  said: Said,
  { store }: CheckInParts,
): Promise<Pick<Step & { kind: 'next' }, 'then'>> {
  const reports = said.standing?.posts.some(({ role, unit }) => role.role === 'reporter' && unit.id === unitId);
  if (!reports) return {};
  const stated = await store.find(
    'MonthlyCount',
    { unitId, replacedById: null },
    { orderBy: [{ month: 'desc' }], limit: 12 },
  );
  const month = monthToAsk(
    said.today,
    stated.map((row) => row.month),
  );
  return month === null ? {} : { then: { dialog: 'monthly', opening: { unitId, month } } };
}
