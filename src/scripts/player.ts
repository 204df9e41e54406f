import { z } from 'zod';
import type { Day } from '../core/day.ts';
import { isOneOf, restAfter } from './heard-words.ts';
import type { AskLine, Script } from './script.ts';

/** What is kept between two messages: the name of the open question, never its number, and the answers so far. */
export interface PlayState<Answers = unknown> {
  script: string;
  version: number;
  at: string | null;
  answers: Answers;
  /** Tell lines that were said. */
  told: string[];
  /** The answers before each of the last questions, for "quay lại". */
  before: Answers[];
  /** When the open question was asked (ISO instant). */
  askedAt: string;
}

/** The words understood at every question, from `prompts/phrases/scripts.yaml`. */
export interface ControlWords {
  cancel: readonly string[];
  back: readonly string[];
  skip: readonly string[];
  edit: readonly string[];
  yes: readonly string[];
  polite: readonly string[];
}

export type Taken<Answers> =
  | { kind: 'answers'; answers: Answers; confirmed: boolean }
  | { kind: 'back'; answers: Answers }
  | { kind: 'cancelled' }
  | { kind: 'cannot-skip' }
  | { kind: 'nothing-before' }
  | { kind: 'not-understood'; retry: string };

const stepsBack = 6;

const keptState = z.object({
  script: z.string(),
  version: z.number(),
  at: z.string().nullable(),
  answers: z.record(z.string(), z.unknown()),
  told: z.array(z.string()),
  before: z.array(z.unknown()),
  askedAt: z.string(),
});

/** The first line that still has to be asked, and the tell lines on the way to it. Null when nothing is left. */
export function nextLine<Answers>(
  script: Script<Answers>,
  answers: Answers,
  told: readonly string[],
): { tells: string[]; ask: AskLine<Answers> | null } {
  const tells: string[] = [];
  for (const line of script.lines) {
    if (line.is === 'tell') {
      if (!told.includes(line.name) && line.when(answers)) tells.push(line.name);
    } else if (line.open(answers)) return { tells, ask: line };
  }
  return { tells, ask: null };
}

/** What a message does to the answers. Pure; the words of control go before the open question's own reader. */
export function take<Answers>(
  script: Script<Answers>,
  state: PlayState<Answers>,
  text: string,
  today: Day,
  words: ControlWords,
): Taken<Answers> {
  const line = askLine(script, state.at);
  if (!line) return { kind: 'not-understood', retry: 'scripts.retry.choice' };
  const place = line.is === 'confirm' ? /^\s*([123])\s*[.)]?\s*$/u.exec(text)?.[1] : undefined;
  if (place === '3' || isOneOf(text, words.cancel, words.polite)) return { kind: 'cancelled' };
  if (isOneOf(text, words.back, words.polite)) return goBack(state);
  if (place === '2') return mend(script, state, '', today);
  const mending = restAfter(text, words.edit);
  if (mending !== null) return mend(script, state, isOneOf(mending, words.polite) ? '' : mending, today);
  if (line.is === 'confirm' && (place === '1' || isOneOf(text, words.yes, words.polite))) {
    return { kind: 'answers', answers: state.answers, confirmed: true };
  }
  if (isOneOf(text, words.skip, words.polite)) {
    return line.skip
      ? { kind: 'answers', answers: line.skip(state.answers), confirmed: false }
      : { kind: 'cannot-skip' };
  }
  const heard = line.hear(text, today, state.answers);
  return heard.ok
    ? { kind: 'answers', answers: heard.value, confirmed: false }
    : { kind: 'not-understood', retry: heard.retry };
}

function mend<Answers>(script: Script<Answers>, state: PlayState<Answers>, rest: string, today: Day): Taken<Answers> {
  if (!script.edit) return goBack(state);
  const answers = script.edit(state.answers, rest, today);
  return answers
    ? { kind: 'answers', answers, confirmed: false }
    : { kind: 'not-understood', retry: 'scripts.retry.edit' };
}

function goBack<Answers>(state: PlayState<Answers>): Taken<Answers> {
  const answers = state.before.at(-1);
  return answers === undefined ? { kind: 'nothing-before' } : { kind: 'back', answers };
}

/** The state before its first question. */
export function openState<Answers>(script: Script<Answers>, answers: Answers, now: Date): PlayState<Answers> {
  return {
    script: script.id,
    version: script.version,
    at: null,
    answers,
    told: [],
    before: [],
    askedAt: now.toISOString(),
  };
}

/** The state with new answers, at the question that is open now. */
export function moveOn<Answers>(
  state: PlayState<Answers>,
  answers: Answers,
  next: { at: string; tells: readonly string[]; now: Date; wentBack: boolean },
): PlayState<Answers> {
  const before = next.wentBack
    ? state.before.slice(0, -1)
    : state.at === null
      ? state.before
      : [...state.before, state.answers].slice(-stepsBack);
  return {
    ...state,
    at: next.at,
    answers,
    told: [...state.told, ...next.tells],
    before,
    askedAt: next.now.toISOString(),
  };
}

/**
 * A kept state as this version of the script reads it. `fits`: go on. `restart`: the question is unknown here or the answers
 * have another form; those answers that still fit are kept, one by one.
 */
export function readState<Answers>(
  script: Script<Answers>,
  kept: unknown,
): { kind: 'fits'; state: PlayState<Answers> } | { kind: 'restart'; answers: Partial<Answers> } {
  const parsed = keptState.safeParse(kept);
  if (!parsed.success) return { kind: 'restart', answers: {} };
  const { data } = parsed;
  const answers = script.answers.safeParse(data.answers);
  if (answers.success && data.version === script.version && askLine(script, data.at)) {
    const before = data.before.filter((one) => script.answers.safeParse(one).success) as Answers[];
    return { kind: 'fits', state: { ...data, answers: answers.data as Answers, before } };
  }
  const fitting = Object.entries(data.answers).filter(([name, value]) => {
    const schema = script.answers.shape[name] as z.ZodType | undefined;
    return schema?.safeParse(value).success;
  });
  return { kind: 'restart', answers: Object.fromEntries(fitting) as Partial<Answers> };
}

export function askLine<Answers>(script: Script<Answers>, name: string | null): AskLine<Answers> | null {
  const line = script.lines.find((one) => one.name === name);
  return line && line.is !== 'tell' ? line : null;
}
