import { hours } from '../core/clock.ts';
import type { Dialog, Said, Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import type { Standing } from '../core/person.ts';
import type { TextParams, Texts } from '../core/texts.ts';
import { askLine, type ControlWords, moveOn, nextLine, openState, type PlayState, readState, take } from './player.ts';
import type { AskLine, Script, Speak } from './script.ts';

export interface ScriptDialogOptions<Answers> {
  texts: Texts;
  script: Script<Answers>;
  /** The first answers, or a step that takes the dialog's place (nothing to ask, not hers to answer). */
  open(said: Said, opening: unknown): Promise<{ answers: Answers; says?: Outgoing[] } | { step: Step }>;
  /** Whole answers from those that an older version left. */
  reopen(said: Said, kept: Partial<Answers>): Promise<{ answers: Answers } | { step: Step }>;
  /** Looks up what the next question depends on; runs after every message. */
  enrich?(answers: Answers, said: Said): Promise<Answers>;
  /** Takes what a message carries beside its text (a photo); null where there is nothing. The text goes to the player as always. */
  receive?(answers: Answers, said: Said): Promise<{ answers: Answers; says: Outgoing[] } | null>;
  /** Everything is answered and confirmed. `again`: something has to be asked after all. */
  finish(answers: Answers, said: Said): Promise<Step | { again: Answers }>;
  /** What "hủy" does instead of forgetting the answers. */
  cancel?(answers: Answers, said: Said): Promise<Step>;
  /** Another dialog that a message which is no answer belongs to, so that this one ends; null lets the bot look further. */
  leaveFor?(said: Said): { dialog: string; opening: unknown } | null;
  /** One line on where she was, when she comes back after a day or more. */
  reminder?(answers: Answers, speak: Speak): string;
}

/** After so long the open question comes with a line on where she was. */
const longAgoMs = hours(20);

/** A dialog that plays a script: says, asks, hears the words of control, keeps the state by names. */
export function scriptDialog<Answers>(options: ScriptDialogOptions<Answers>): Dialog<PlayState<Answers>> {
  const { texts, script } = options;
  const words = controlWords(texts);

  const compose = (line: AskLine<Answers>, answers: Answers, speak: Speak): Outgoing =>
    line.say ? line.say(answers, speak) : plain(speak(line.name));

  const goOn = async (
    state: PlayState<Answers>,
    answers: Answers,
    said: Said,
    before: readonly Outgoing[],
    wentBack = false,
  ): Promise<Step<PlayState<Answers>>> => {
    const speak = speakAs(texts, script.id, said.standing);
    const known = options.enrich ? await options.enrich(answers, said) : answers;
    const { tells, ask } = nextLine(script, known, state.told);
    const told = tells.map((name) => {
      const line = script.lines.find((one) => one.name === name);
      return line?.say ? line.say(known, speak) : plain(speak(name));
    });
    if (!ask) return end(state, known, said, [...before, ...told]);
    const next = moveOn(state, known, { at: ask.name, tells, now: said.now, wentBack });
    return { kind: 'next', says: [...before, ...told, compose(ask, known, speak)], changes: [], state: next };
  };

  const end = async (
    state: PlayState<Answers>,
    answers: Answers,
    said: Said,
    before: readonly Outgoing[],
  ): Promise<Step<PlayState<Answers>>> => {
    const ended = await options.finish(answers, said);
    return 'again' in ended ? goOn(state, ended.again, said, before) : withBefore(ended, before);
  };

  const restart = async (kept: Partial<Answers>, said: Said): Promise<Step<PlayState<Answers>>> => {
    const opened = await options.reopen(said, kept);
    if ('step' in opened) return opened.step as Step<PlayState<Answers>>;
    const speak = speakAs(texts, null, said.standing);
    const state = openState(script, opened.answers, said.now);
    return goOn(state, opened.answers, said, [plain(speak('scripts.restarted'))]);
  };

  return {
    id: script.id,

    async begin(said, opening) {
      const opened = await options.open(said, opening);
      if ('step' in opened) return opened.step as Step<PlayState<Answers>>;
      return goOn(openState(script, opened.answers, said.now), opened.answers, said, opened.says ?? []);
    },

    async answer(kept, said) {
      const read = readState(script, kept);
      if (read.kind === 'restart') return restart(read.answers, said);
      const received = await options.receive?.(read.state.answers, said);
      const state = received ? { ...read.state, answers: received.answers } : read.state;
      const first = received?.says ?? [];
      if (received && said.text.trim().length === 0) return goOn(state, state.answers, said, first);
      const speak = speakAs(texts, script.id, said.standing);
      const common = speakAs(texts, null, said.standing);
      const taken = take(script, state, said.text, said.today, words);
      switch (taken.kind) {
        case 'cancelled':
          if (options.cancel) return withBefore(await options.cancel(state.answers, said), first);
          return { kind: 'next', says: [plain(common('scripts.cancelled'))], changes: [], state: null };
        case 'not-understood':
          if (received) return goOn(state, state.answers, said, first);
          if (options.leaveFor?.(said)) {
            const then = options.leaveFor(said);
            return { kind: 'next', says: [], changes: [], state: null, ...(then ? { then } : {}) };
          }
          return { kind: 'not-understood', retry: plain(common(taken.retry)) };
        case 'cannot-skip':
        case 'nothing-before': {
          const line = askLine(script, state.at) as AskLine<Answers>;
          const question = compose(line, state.answers, speak);
          return { kind: 'next', says: [plain(common(`scripts.${taken.kind}`)), question], changes: [], state };
        }
        case 'back':
          return goOn(state, taken.answers, said, [], true);
        case 'answers': {
          if (taken.confirmed) return end(state, taken.answers, said, first);
          return goOn(state, taken.answers, said, first);
        }
      }
    },

    askAgain(kept, said) {
      const read = readState(script, kept);
      const line = read.kind === 'fits' ? askLine(script, read.state.at) : null;
      if (read.kind === 'restart' || !line) return plain(speakAs(texts, null, said.standing)('scripts.continue'));
      const speak = speakAs(texts, script.id, said.standing);
      const question = compose(line, read.state.answers, speak);
      if (!options.reminder || !isLongAgo(read.state, said.now)) return question;
      return { ...question, text: `${options.reminder(read.state.answers, speak)}\n${question.text}` };
    },
  };
}

/** Says sentences of one script, or of any key where `scriptId` is null, to the person at hand. */
export function speakAs(texts: Texts, scriptId: string | null, standing: Standing | null): Speak {
  const calledAs = standing?.person.calledAs ?? 'chị';
  const address: TextParams = { chi: calledAs, Chi: calledAs.charAt(0).toUpperCase() + calledAs.slice(1) };
  return (sentence, params = {}) =>
    texts.say(scriptId === null ? sentence : `check-ins.${scriptId}.${sentence}`, { ...address, ...params });
}

export function controlWords(texts: Texts): ControlWords {
  return {
    cancel: texts.words('scripts.words.cancel'),
    back: texts.words('scripts.words.back'),
    skip: texts.words('scripts.words.skip'),
    edit: texts.words('scripts.words.edit'),
    yes: texts.words('scripts.words.yes'),
    polite: texts.words('scripts.words.polite'),
  };
}

function isLongAgo(state: PlayState, now: Date): boolean {
  return now.getTime() - Date.parse(state.askedAt) > longAgoMs;
}

function withBefore<Answers>(step: Step, before: readonly Outgoing[]): Step<PlayState<Answers>> {
  return (step.kind === 'next' ? { ...step, says: [...before, ...step.says] } : step) as Step<PlayState<Answers>>;
}
