import { amend, type Change, insert } from '../core/change.ts';
import { addDays, type Day, instantOf, writeDay } from '../core/day.ts';
import { type Command, justSay, type Said, type Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import { daysOf, type Period, periodBefore, weekOf } from '../core/period.ts';
import { postAs } from '../core/person.ts';
import type { FactRow, PeriodClosingRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { fold } from '../language/fold.ts';
import { speakAs } from '../scripts/script-dialog.ts';
import { closesAfterDays, isClosed } from './closing.ts';
import { derivedId } from './derived-id.ts';
import { type FactField, type Facts, factFields, factTables, joinFacts, noFacts } from './facts.ts';
import { figureChanges, guardHouseholds, loadTouched, touchedBy } from './figure-changes.ts';
import type { CheckInParts } from './parts.ts';
import type { Understand } from './settle-doubt.ts';

/** "chốt" and "mở lại": the official of a commune closes the days of a week for her branches, or opens them again. */
export function closingCommands(parts: CheckInParts): Command[] {
  return [
    {
      id: 'close-week',
      words: 'check-ins.closing.words.close',
      takesRest: true,
      for: 'official',
      recorded: true,
      run: (said, rest) => closeWeek(said, rest, parts),
    },
    {
      id: 'reopen-week',
      words: 'check-ins.closing.words.reopen',
      takesRest: true,
      for: 'official',
      recorded: true,
      run: (said, rest) => reopenWeek(said, rest, parts),
    },
  ];
}

async function closeWeek(said: Said, rest: string, { store, texts, understand }: CheckInParts): Promise<Step> {
  const speak = speakAs(texts, 'closing', said.standing);
  const post = postAs(said.standing, 'official');
  const week = rest.trim() === '' ? periodBefore(weekOf(said.today)) : weekIn(rest, said.today, understand);
  if (!post) return justSay(plain(speak('not-yours')));
  if (!week || daysOf(week).first > said.today) return justSay(plain(speak('which-week')));
  const closings = await store.find('PeriodClosing', { unitId: post.unit.id, period: week });
  if (isClosed(week, said.today, closings))
    return justSay(plain(speak('already-closed', { week: writeWeek(week, said) })));
  const row: PeriodClosingRow = {
    id: derivedId('closing', post.unit.id, week, closings.length),
    unitId: post.unit.id,
    period: week,
    closedAt: said.now,
    closedBy: said.standing?.person.id ?? null,
    reopenedAt: null,
  };
  return {
    kind: 'next',
    says: [plain(speak('closed', { week: writeWeek(week, said), unit: post.unit.name }))],
    changes: [insert('PeriodClosing', row)],
    state: null,
  };
}

async function reopenWeek(said: Said, rest: string, parts: CheckInParts): Promise<Step> {
  const { store, texts, understand } = parts;
  const speak = speakAs(texts, 'closing', said.standing);
  const post = postAs(said.standing, 'official');
  if (!post) return justSay(plain(speak('not-yours')));
  const unitId = post.unit.id;
  const week = rest.trim() === '' ? await latestWaiting(store, unitId) : weekIn(rest, said.today, understand);
  if (!week) return justSay(plain(speak(rest.trim() === '' ? 'nothing-waits' : 'which-week')));
  const closings = await store.find('PeriodClosing', { unitId, period: week });
  if (!isClosed(week, said.today, closings)) {
    return justSay(plain(speak('is-open', { week: writeWeek(week, said) })));
  }
  const { changes, facts } = await countWaiting(store, unitId, week);
  return {
    kind: 'next',
    says: [plain(speak(facts > 0 ? 'reopened' : 'reopened-empty', { week: writeWeek(week, said), n: facts }))],
    changes: [reopening(unitId, week, closings, said), ...changes],
    state: null,
  };
}

/** Marks the closing that holds as reopened; one that came by itself gets its row now. */
function reopening(unitId: string, week: Period, closings: readonly PeriodClosingRow[], said: Said): Change {
  const open = closings.find(({ reopenedAt }) => reopenedAt === null);
  if (open) return amend('PeriodClosing', { id: open.id, reopenedAt: null }, { reopenedAt: said.now }, 1);
  return insert('PeriodClosing', {
    id: derivedId('closing', unitId, week, closings.length),
    unitId,
    period: week,
    closedAt: instantOf(addDays(daysOf(week).last, closesAfterDays)),
    closedBy: null,
    reopenedAt: said.now,
  });
}

/** Lets the facts of a week that waited count, in every unit below. */
async function countWaiting(
  store: Store,
  closerId: string,
  week: Period,
): Promise<{ changes: Change[]; facts: number }> {
  const { first, last } = daysOf(week);
  const units = await unitsBelow(store, closerId);
  const byUnit = new Map<string, Facts>();
  const changes: Change[] = [];
  let facts = 0;
  for (const field of factFields) {
    const where = { unitId: { in: units }, waiting: true, day: { gte: first, lte: last } };
    const rows = (await store.find(factTables[field], where as never)) as FactRow[];
    if (rows.length === 0) continue;
    facts += rows.filter(({ replacedById }) => replacedById === null).length;
    changes.push(amend(factTables[field], where as never, { waiting: false } as never, rows.length));
    for (const row of rows) {
      const told = byUnit.get(row.unitId) ?? noFacts();
      byUnit.set(row.unitId, { ...told, [field]: [...told[field as FactField], row] });
    }
  }
  for (const [unitId, waiting] of byUnit) {
    const before = joinFacts(waiting, await loadTouched(store, unitId, touchedBy(waiting)));
    const now = joinFacts(before, noLongerWaiting(waiting));
    changes.push(
      ...guardHouseholds(unitId, await loadTouched(store, unitId, touchedBy(waiting))),
      ...figureChanges(unitId, before, now),
    );
  }
  return { changes, facts };
}

function noLongerWaiting(facts: Facts): Facts {
  const open = { ...facts };
  for (const field of factFields) {
    Object.assign(open, { [field]: (facts[field] as FactRow[]).map((row) => ({ ...row, waiting: false })) });
  }
  return open;
}

async function unitsBelow(store: Store, unitId: string): Promise<string[]> {
  const rows = await store.find('UnitAncestor', { ancestorId: unitId });
  return [...new Set([unitId, ...rows.map((row) => row.unitId)])];
}

/** The latest week in which something waits below the unit. */
async function latestWaiting(store: Store, unitId: string): Promise<Period | null> {
  const units = await unitsBelow(store, unitId);
  let latest: Day | null = null;
  for (const field of factFields) {
    const where = { unitId: { in: units }, waiting: true, replacedById: null };
    const row = (await store.first(factTables[field], where as never, {
      orderBy: [{ day: 'desc' }] as never,
    })) as FactRow | null;
    if (row && (latest === null || row.day > latest)) latest = row.day;
  }
  return latest === null ? null : weekOf(latest);
}

/** The week she names: by its number ("tuần 45"), by a day in it, or "tuần này". Null where it is none. */
export function weekIn(text: string, today: Day, understand: Understand): Period | null {
  const number = /^\s*(?:tuan\s*)?(\d{1,2})\s*[.!]?\s*$/u.exec(fold(text))?.[1];
  if (number !== undefined && Number(number) >= 1 && Number(number) <= 53) {
    const year = Number(weekOf(today).slice(0, 4));
    const inYear = (of: number) => `${of}-W${number.padStart(2, '0')}`;
    return inYear(year) <= weekOf(today) ? inYear(year) : inYear(year - 1);
  }
  // "chốt tuần này": the command has taken the word for week.
  const [when] = [text, `tuan ${text}`].flatMap((said) => understand(said, today).whens);
  if (!when) return null;
  return weekOf(when.kind === 'day' ? when.day : when.from);
}

function writeWeek(week: Period, said: Said): string {
  const { first, last } = daysOf(week);
  return `${Number(week.slice(6))} (${writeDay(first, said.today)}–${writeDay(last, said.today)})`;
}
