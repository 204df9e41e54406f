import type { Dialog, Step } from '../core/dialog.ts';
import { postAs } from '../core/person.ts';
import { isOneOf } from '../language/typed-words.ts';
import { choiceByNumber } from './conversation-state.ts';
import { matchCommand, mayReport } from './match-command.ts';
import { helloTo } from './menu.ts';
import { type BotParts, whereaboutsOf } from './parts.ts';
import { askOpenAgain, begin, menuOf, openOf, planOf, say, sayAnswer, unrecorded, wasAway } from './plan-of.ts';
import type { Plan, Turn } from './turn.ts';

type Route = (turn: Turn, parts: BotParts) => Promise<Plan | null> | Plan | null;

/**
 * The order in which a message is tried; the first route that takes it decides. Quick exit, danger gate and rate limit come
 * before all of these, in `bot.ts`.
 */
const order: readonly Route[] = [
  handover,
  heldAnswer,
  shownMenu,
  invitation,
  wakeSleeping,
  openDialog,
  sentFile,
  command,
  greeting,
  cancelNothing,
  unitNamed,
  report,
  question,
  retryOpenDialog,
  nothingToRead,
  fallback,
];

export async function decide(turn: Turn, parts: BotParts): Promise<Plan> {
  for (const route of order) {
    const plan = await route(turn, parts);
    if (plan) return plan;
  }
  return { kind: 'silent' };
}

function handover({ said }: Turn, { handover: handovers }: BotParts): Plan | null {
  const effects = handovers.take(said, whereaboutsOf(said));
  return effects && { kind: 'handed-over', effects };
}

/** The neutral question before an answer on violence was asked: 1 goes on, 2 leaves. Anything else is a new message. */
function heldAnswer(turn: Turn, parts: BotParts): Plan | null {
  const held = turn.memory?.held;
  if (!held) return null;
  const { texts } = parts;
  if (turn.said.text === '1' || isOneOf(turn.said.text, texts.words('bot.go_on'))) {
    return sayAnswer(turn, parts.questions.answer(held, turn.said.today), parts);
  }
  return turn.said.text === '2' ? { kind: 'leave-quickly' } : null;
}

/** A number under a menu that was shown without a record: the same as typing what the choice says. */
async function shownMenu(turn: Turn, parts: BotParts): Promise<Plan | null> {
  const choice = choiceByNumber(turn.said.text, turn.memory?.menu ?? null);
  if (!choice || !turn.memory) return null;
  return decide({ ...turn, said: { ...turn.said, text: choice.says }, memory: { ...turn.memory, menu: null } }, parts);
}

async function invitation(turn: Turn, parts: BotParts): Promise<Plan | null> {
  if (!parts.invitations.looksLikeCode(turn.said.text)) return null;
  // Where a phone number is asked for, ten digits are one.
  const taken = turn.said.standing && (await openDialog(turn, parts));
  if (taken) return taken;
  return begin(turn, parts, parts.invitations.dialog, { text: turn.said.text });
}

async function wakeSleeping(turn: Turn, parts: BotParts): Promise<Plan | null> {
  const { asleep, open } = turn.state;
  if (!asleep || open || !isOneOf(turn.said.text, parts.texts.words('bot.continue'))) return null;
  const dialog = parts.dialogs.get(asleep.dialog);
  if (!dialog) return null;
  const state = { ...turn.state, open: asleep, asleep: null };
  return { kind: 'recorded', says: [dialog.askAgain(asleep.state, turn.said)], changes: [], state };
}

async function openDialog(turn: Turn, parts: BotParts): Promise<Plan | null> {
  const open = openOf(turn);
  const dialog = open && parts.dialogs.get(open.dialog);
  if (!open || !dialog) return null;
  const step = await answerOrMenu(dialog, open.state, turn);
  if (step.kind === 'next') return planOf(turn, parts, open.dialog, step, wasAway(turn, parts));
  if (!isOneOf(turn.said.text, parts.texts.words('bot.cancel'))) return null;
  return planOf(turn, parts, open.dialog, {
    kind: 'next',
    says: [say(turn, parts, 'bot.cancelled')],
    changes: [],
    state: null,
  });
}

/** Her words as they are; where those are no answer but a number under the last menu, what that choice says. */
async function answerOrMenu(dialog: Dialog, state: unknown, turn: Turn): Promise<Step> {
  const step = await dialog.answer(state, turn.said);
  const choice = step.kind === 'not-understood' ? choiceByNumber(turn.said.text, turn.state.menu) : null;
  return choice ? dialog.answer(state, { ...turn.said, text: choice.says }) : step;
}

async function command(turn: Turn, parts: BotParts): Promise<Plan | null> {
  const { said, state } = turn;
  const byMenu = openOf(turn) ? null : choiceByNumber(said.text, state.menu);
  const text = byMenu?.says ?? said.text;
  const call = matchCommand(text, parts.commands, parts.texts, said.standing);
  if (!call) {
    return byMenu ? decide({ ...turn, said: { ...said, text }, state: { ...state, menu: null } }, parts) : null;
  }
  const step = await call.command.run({ ...said, text }, call.rest);
  if (step.kind === 'not-understood') return { kind: 'unrecorded', says: [step.retry] };
  const goesOn = call.rest === '' && step.then ? goOnWith(step.then.dialog, turn, parts) : null;
  if (goesOn) return goesOn;
  if (!call.command.recorded)
    return { kind: 'unrecorded', says: [...step.says, ...askOpenAgain(turn, parts)], memory: menuOf(step.says) };
  return planOf(turn, parts, call.command.id, step);
}

/** Asked for what she is in the middle of ("báo cáo" in a report that waits), she goes on there; nothing she told is lost. */
function goOnWith(id: string, turn: Turn, parts: BotParts): Plan | null {
  const { open, asleep } = turn.state;
  const dialog = parts.dialogs.get(id);
  if (!turn.said.standing || !dialog) return null;
  if (open?.dialog === id) return { kind: 'unrecorded', says: askOpenAgain(turn, parts), memory: { menu: null } };
  if (open || asleep?.dialog !== id) return null;
  const state = { ...turn.state, open: asleep, asleep: null, menu: null };
  return { kind: 'recorded', says: [dialog.askAgain(asleep.state, turn.said)], changes: [], state };
}

/** A file of an official, at any time: the form she was given comes back days later. */
async function sentFile(turn: Turn, parts: BotParts): Promise<Plan | null> {
  const { said } = turn;
  if (said.facts.carries !== 'file' || openOf(turn) || !postAs(said.standing, 'official')) return null;
  return begin(turn, parts, parts.files.dialog);
}

/** "thôn Đông" from an official opens that branch, as "xem thôn Đông" does. */
async function unitNamed(turn: Turn, parts: BotParts): Promise<Plan | null> {
  if (openOf(turn) || !postAs(turn.said.standing, 'official', 'administrator')) return null;
  const text = await parts.unitNamed(turn.said);
  return text === null ? null : decide({ ...turn, said: { ...turn.said, text } }, parts);
}

async function report(turn: Turn, parts: BotParts): Promise<Plan | null> {
  const { said } = turn;
  // A member's report begins too: the check-in tells her who reports for her branch.
  if (!said.standing?.posts.length || openOf(turn)) return null;
  const carriesReport = said.facts.carries === 'photo' || parts.reports.looksLikeReport(said.text, said.today);
  return carriesReport ? begin(turn, parts, parts.reports.dialog, { text: said.text }) : null;
}

function greeting(turn: Turn, parts: BotParts): Plan | null {
  const { said, state } = turn;
  if (openOf(turn)) return null;
  if (isOneOf(said.text, parts.texts.words('bot.thanks')))
    return unrecorded(say(turn, parts, said.standing ? 'bot.thanked' : 'bot.thanked_citizen'));
  if (!isOneOf(said.text, parts.texts.words('bot.greetings'))) return null;
  if (state.asleep && said.standing) return menuUnder('bot.something_sleeps', turn, parts);
  return menuUnder(helloTo(said.standing), turn, parts);
}

function cancelNothing(turn: Turn, parts: BotParts): Plan | null {
  if (openOf(turn) || !isOneOf(turn.said.text, parts.texts.words('bot.cancel'))) return null;
  return { kind: 'unrecorded', says: [say(turn, parts, 'bot.nothing_to_cancel')] };
}

function question(turn: Turn, parts: BotParts): Plan | null {
  const { said } = turn;
  // A number without its menu, or a smile, asks nothing.
  if (!/\p{L}{2}/u.test(said.text)) return null;
  // An answer to a question that is no longer open, perhaps left in haste, must not bring its subject back.
  if (['bot.continue', 'bot.go_on'].some((words) => isOneOf(said.text, parts.texts.words(words)))) return null;
  const answer = parts.questions.answer(said.text, said.today);
  // In the middle of a form only a sure answer to a whole question comes between; a word or two are an answer to the form.
  const isQuestion = said.text.split(/\s+/u).length >= 4;
  const isSure = isQuestion && answer.kind === 'answer' && answer.sure;
  if (openOf(turn) && !isSure) return null;
  // After a cry for help "đang ở nhà" is no question about housework.
  if (turn.memory?.dangerCardAt && !isSure)
    return unrecorded(say(turn, parts, said.standing ? 'bot.still_here' : 'bot.still_here_citizen'));
  if (answer.kind === 'unknown' && mayReport(said.standing)) return null;
  if (answer.kind === 'unknown' || answer.kind === 'out-of-scope') {
    return turn.memory || turn.said.standing || answer.kind === 'out-of-scope' ? unrecorded(answer.message) : null;
  }
  if (answer.sensitive && !turn.memory?.askedNeutral) {
    const asked = say(turn, parts, 'bot.neutral_question');
    return { kind: 'unrecorded', says: [asked], memory: { held: answer.again, askedNeutral: true, menu: null } };
  }
  return sayAnswer(turn, answer, parts);
}

async function retryOpenDialog(turn: Turn, parts: BotParts): Promise<Plan | null> {
  const open = openOf(turn);
  const dialog = open && parts.dialogs.get(open.dialog);
  if (!open || !dialog) return null;
  const step = await dialog.answer(open.state, turn.said);
  if (step.kind === 'next') return planOf(turn, parts, open.dialog, step);
  const away = wasAway(turn, parts);
  // A voice message or a sticker in place of an answer: a friendly word, then the question.
  const unread = turn.said.text.length === 0 && turn.said.facts.carries;
  const first = unread ? say(turn, parts, turn.said.standing ? 'bot.only_text' : 'bot.only_text_citizen') : away;
  const says = first ? [first, dialog.askAgain(open.state, turn.said)] : [step.retry];
  return { kind: 'unrecorded', says, memory: { menu: null } };
}

/** Voice, sticker, location, a photo that belongs to nothing: a friendly word; from a person without a role with the help number. */
function nothingToRead(turn: Turn, parts: BotParts): Plan | null {
  const { carries } = turn.said.facts;
  if (turn.said.text.length > 0) return null;
  if (!carries) return { kind: 'silent' };
  return {
    kind: 'unrecorded',
    says: [say(turn, parts, turn.said.standing ? 'bot.only_text' : 'bot.only_text_citizen')],
  };
}

function fallback(turn: Turn, parts: BotParts): Plan {
  const { said, memory } = turn;
  if (said.standing)
    return /[\p{L}\p{N}]/u.test(said.text) ? menuUnder('bot.not_understood', turn, parts) : { kind: 'silent' };
  return menuUnder(memory ? 'bot.not_understood_citizen' : 'bot.hello_citizen', turn, parts);
}

function menuUnder(sentence: string, turn: Turn, parts: BotParts): Plan {
  const menu = parts.menu(turn.said.standing);
  return unrecorded({ ...menu, text: `${say(turn, parts, sentence).text}\n${menu.text}`.trim() });
}
