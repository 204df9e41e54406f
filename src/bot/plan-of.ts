import type { Change } from '../core/change.ts';
import { hours } from '../core/clock.ts';
import { dayOf, writeDay } from '../core/day.ts';
import type { Said, Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { addressed } from './addressed.ts';
import type { ConversationState } from './conversation-state.ts';
import type { BotParts, QuestionAnswer } from './parts.ts';
import type { Plan, Turn } from './turn.ts';

export function openOf(turn: Turn): { dialog: string; state: unknown } | null {
  return turn.said.standing ? turn.state.open : (turn.memory?.open ?? null);
}

export async function begin(turn: Turn, parts: BotParts, dialogId: string, opening?: unknown): Promise<Plan | null> {
  const dialog = parts.dialogs.get(dialogId);
  if (!dialog) throw new RangeError(`there is no dialog "${dialogId}"`);
  const step = await dialog.begin(turn.said, opening);
  return step.kind === 'next' ? planOf(turn, parts, dialogId, step) : { kind: 'unrecorded', says: [step.retry] };
}

/** What a step of a dialog (or the answer of a command) means for the conversation. */
export async function planOf(
  turn: Turn,
  parts: BotParts,
  id: string,
  step: Extract<Step, { kind: 'next' }>,
  first?: Outgoing | null,
): Promise<Plan> {
  const says: Outgoing[] = [...(first ? [first] : []), ...step.says];
  const changes: Change[] = [...step.changes];
  let open: { dialog: string; state: unknown } | null = step.state === null ? null : { dialog: id, state: step.state };
  for (let next = step.then; next; ) {
    const dialog = parts.dialogs.get(next.dialog);
    if (!dialog) throw new RangeError(`there is no dialog "${next.dialog}"`);
    const begun: Step = await dialog.begin(turn.said, next.opening);
    if (begun.kind === 'not-understood') {
      says.push(begun.retry);
      break;
    }
    says.push(...begun.says);
    changes.push(...begun.changes);
    open = begun.state === null ? null : { dialog: next.dialog, state: begun.state };
    next = begun.then;
  }
  const menu = says.at(-1)?.choices ?? null;
  const becomesKnown = changes.some((change) => change.do === 'insert' && change.table === 'Account');
  if (!turn.said.standing && !becomesKnown) return { kind: 'unknown-person', says, changes, memory: { open, menu } };
  const before = turn.said.standing ? turn.state.open : null;
  const interrupted = before && before.dialog !== id ? before : null;
  if (interrupted && !open) {
    return {
      kind: 'recorded',
      says: [...says, ...askOpenAgain(turn, parts)],
      changes,
      state: { ...turn.state, menu: null },
    };
  }
  const asleep = interrupted ?? turn.state.asleep;
  if (!open && asleep) says.push(say(turn, parts, 'bot.something_sleeps'));
  const since = before && before.dialog === open?.dialog ? before.since : turn.said.now.toISOString();
  const state: ConversationState = { open: open && { ...open, since }, asleep, menu: menu ? [...menu] : null };
  return { kind: 'recorded', says, changes, state };
}

/** An answer; in the middle of a form without its own choices, because the numbers belong to the form's question below it. */
export function sayAnswer(turn: Turn, answer: QuestionAnswer, parts: BotParts): Plan {
  const again = askOpenAgain(turn, parts);
  const message = again.length > 0 ? plain(answer.message.text) : answer.message;
  const staysUnsaid = answer.kind === 'answer' && answer.sensitive && turn.memory?.saidWhatStays === false;
  const says = [message, ...(staysUnsaid ? [say(turn, parts, 'bot.what_stays')] : []), ...again];
  const menu = again.length > 0 ? null : (message.choices ?? null);
  return { kind: 'unrecorded', says, memory: { menu, held: null, ...(staysUnsaid ? { saidWhatStays: true } : {}) } };
}

/** The open question once more, after another subject came between. */
export function askOpenAgain(turn: Turn, parts: BotParts): Outgoing[] {
  const open = openOf(turn);
  const dialog = open && parts.dialogs.get(open.dialog);
  return open && dialog ? [dialog.askAgain(open.state, turn.said)] : [];
}

/** Who comes back after half a day is told in one line where she was. */
export function wasAway(turn: Turn, parts: BotParts): Outgoing | null {
  if (!turn.stateAt || !turn.state.open || turn.said.now.getTime() - turn.stateAt.getTime() < hours(12)) return null;
  return say(turn, parts, 'bot.back', { day: writeDay(dayOf(turn.stateAt), turn.said.today) });
}

export function unrecorded(message: Outgoing): Plan {
  return { kind: 'unrecorded', says: [message], memory: menuOf([message]) };
}

export function menuOf(says: readonly Outgoing[]): { menu: Outgoing['choices'] | null } {
  return { menu: says.at(-1)?.choices ?? null };
}

export function say(turn: { said: Said }, parts: BotParts, key: string, params: Record<string, string> = {}): Outgoing {
  return plain(parts.texts.say(key, { ...addressed(turn.said.standing), ...params }));
}
