import { writeDay } from '../core/day.ts';
import { type Command, justSay, type Said, type Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import { daysOf, kindOfPeriod } from '../core/period.ts';
import { reportingPost } from '../core/person.ts';
import type { CheckInRow } from '../core/records.ts';
import type { Speak } from '../scripts/script.ts';
import { speakAs } from '../scripts/script-dialog.ts';
import { weekIn } from './closing-commands.ts';
import { emptyDraft } from './draft.ts';
import { factsOfCheckIn, itemsOfFacts } from './draft-of-check-in.ts';
import { type Facts, factFields } from './facts.ts';
import type { CheckInParts } from './parts.ts';
import { newWording } from './wording.ts';

const shownAtMost = 4;

/** "đã báo cáo gì": the last check-ins of her unit as they stand, or those of the week she names. Shows, changes nothing. */
export function lookBackCommand(parts: CheckInParts): Command {
  return {
    id: 'look-back',
    words: 'check-ins.look-back.words.look-back',
    takesRest: true,
    for: 'reporter',
    recorded: false,
    run: (said, rest) => lookBack(said, rest, parts),
  };
}

async function lookBack(said: Said, rest: string, parts: CheckInParts): Promise<Step> {
  const speak = speakAs(parts.texts, 'look-back', said.standing);
  const post = reportingPost(said.standing);
  if (!post) return justSay(plain(speak('not-yours')));
  const week = rest.trim() === '' ? null : weekIn(rest, said.today, parts.understand);
  // An account that was joined later sees nothing from before.
  const since = said.standing ? await parts.historyFrom?.(said.standing.account.id) : null;
  const rows = await parts.store.find(
    'CheckIn',
    {
      unitId: post.unit.id,
      withdrawn: false,
      ...(week === null ? {} : { period: week }),
      ...(since ? { createdAt: { gte: since } } : {}),
    },
    { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit: 12 },
  );
  const weekly = rows.filter(({ period }) => kindOfPeriod(period) === 'week').slice(0, shownAtMost);
  if (weekly.length === 0) return justSay(plain(speak('none', { unit: post.unit.name })));
  const told: string[] = [];
  for (const row of weekly) told.push(await describe(row, said, parts, speak));
  return justSay(plain([speak('these', { unit: post.unit.name }), ...told].join('\n\n')));
}

async function describe(row: CheckInRow, said: Said, parts: CheckInParts, speak: Speak): Promise<string> {
  const { store, sealing, texts, labels } = parts;
  const wording = newWording(labels, speakAs(texts, 'weekly', said.standing));
  const facts = await factsOfCheckIn(store, row.id);
  const draft = {
    ...emptyDraft({ checkInId: row.id, unitId: row.unitId, units: [], week: row.period, today: said.today }),
    items: itemsOfFacts(facts, sealing).items,
  };
  const { first, last } = daysOf(row.period);
  const head = speak(row.late ? 'week-late' : 'week', {
    first: writeDay(first, said.today),
    last: writeDay(last, said.today),
  });
  const lines = draft.items.length > 0 ? wording.list(draft) : speak('nothing');
  const waits = isWaiting(facts) ? [speak('waits')] : [];
  return [head, lines, ...waits].join('\n');
}

function isWaiting(facts: Facts): boolean {
  return factFields.some((field) => facts[field].some(({ waiting }) => waiting));
}
