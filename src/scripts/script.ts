import type { z } from 'zod';
import type { Day } from '../core/day.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { TextParams } from '../core/texts.ts';

/** What a reader makes of a message. `retry` names the sentence that says what would be an answer. */
export type Heard<Value> = { ok: true; value: Value } | { ok: false; retry: string };

/** Pure: the same words on the same day give the same value. */
export type Reader<Value, Answers = unknown> = (text: string, today: Day, answers: Answers) => Heard<Value>;

/** Says a sentence of the script at hand: `speak('summary', { list })`. The words that address the person are filled in. */
export type Speak = (sentence: string, params?: TextParams) => string;

/** A line is a sentence by default; `say` composes one that depends on the answers, or adds choices. */
export type Compose<Answers> = (answers: Answers, speak: Speak) => Outgoing;

export interface TellLine<Answers> {
  is: 'tell';
  name: string;
  when: (answers: Answers) => boolean;
  say: Compose<Answers> | null;
}

export interface AskLine<Answers> {
  is: 'ask' | 'confirm';
  name: string;
  /** Whether it (still) has to be asked. */
  open: (answers: Answers) => boolean;
  /** The answers with what this message adds. */
  hear: (text: string, today: Day, answers: Answers) => Heard<Answers>;
  say: Compose<Answers> | null;
  /** What "bỏ qua" leaves; null where the question cannot be skipped. */
  skip: ((answers: Answers) => Answers) | null;
}

export type Line<Answers> = TellLine<Answers> | AskLine<Answers>;

export interface Script<Answers> {
  /** Also the name of its file in `prompts/check-ins/`. */
  id: string;
  /** Raised when answers kept by an older version would be misread. */
  version: number;
  answers: z.ZodObject<z.ZodRawShape>;
  lines: readonly Line<Answers>[];
  /** What "sửa" does, with the words that follow it; null where there is nothing to mend, then it goes back one question. */
  edit: ((answers: Answers, rest: string, today: Day) => Answers | null) | null;
}

interface AskOptions<Answers> {
  when?: (answers: Answers) => boolean;
  unless?: (answers: Answers) => boolean;
  say?: Compose<Answers>;
  skip?: (answers: Answers) => Answers;
}

interface AskInto<Answers, Value> extends AskOptions<Answers> {
  /** Whether it has to be asked; takes the place of "while it has no answer". */
  open: (answers: Answers) => boolean;
  into: (answers: Answers, value: Value) => Answers;
}

export interface Speaker<Answers> {
  tell(name: string, options?: { when?: (answers: Answers) => boolean; say?: Compose<Answers> }): Line<Answers>;
  /** Asked while `answers[name]` is undefined. */
  ask<Name extends keyof Answers & string>(
    name: Name,
    reader: Reader<NonNullable<Answers[Name]>, Answers>,
    options?: AskOptions<Answers>,
  ): Line<Answers>;
  /** A question whose answer may fill several fields, or that is asked for as long as something is open. */
  askFor<Value>(name: string, reader: Reader<Value, Answers>, options: AskInto<Answers, Value>): Line<Answers>;
  /** The last line: 1 yes, 2 mend, 3 cancel (the player hears those words everywhere). `hear` reads any other message. */
  confirm(
    name: string,
    options?: { say?: Compose<Answers>; hear?: Reader<Answers, Answers>; unless?: (answers: Answers) => boolean },
  ): Line<Answers>;
}

/** A conversation in the order it is spoken. Names are the names of its sentences in `prompts/check-ins/<id>.yaml`. */
export function script<Schema extends z.ZodObject<z.ZodRawShape>>(options: {
  id: string;
  version?: number;
  answers: Schema;
  lines: (speaker: Speaker<z.infer<Schema>>) => Line<z.infer<Schema>>[];
  edit?: (answers: z.infer<Schema>, rest: string, today: Day) => z.infer<Schema> | null;
}): Script<z.infer<Schema>> {
  type Answers = z.infer<Schema>;
  const always = () => true;
  const never = () => false;
  const speaker: Speaker<Answers> = {
    tell: (name, { when = always, say } = {}) => ({ is: 'tell', name, when, say: say ?? null }),
    ask: (name, reader, { when = always, unless = never, say, skip } = {}) => ({
      is: 'ask',
      name,
      open: (answers) => answers[name] === undefined && when(answers) && !unless(answers),
      hear: (text, today, answers) => {
        const heard = reader(text, today, answers);
        return heard.ok ? { ok: true, value: { ...answers, [name]: heard.value } } : heard;
      },
      say: say ?? null,
      skip: skip ?? null,
    }),
    askFor: (name, reader, { open, into, when = always, unless = never, say, skip }) => ({
      is: 'ask',
      name,
      open: (answers) => open(answers) && when(answers) && !unless(answers),
      hear: (text, today, answers) => {
        const heard = reader(text, today, answers);
        return heard.ok ? { ok: true, value: into(answers, heard.value) } : heard;
      },
      say: say ?? null,
      skip: skip ?? null,
    }),
    confirm: (name, { say, hear, unless = never } = {}) => ({
      is: 'confirm',
      name,
      open: (answers) => !unless(answers),
      hear: hear ?? (() => ({ ok: false, retry: 'scripts.retry.confirm' })),
      say: say ?? null,
      skip: null,
    }),
  };
  return {
    id: options.id,
    version: options.version ?? 1,
    answers: options.answers,
    lines: options.lines(speaker),
    edit: options.edit ?? null,
  };
}
