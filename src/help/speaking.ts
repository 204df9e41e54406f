import type { Said } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import type { TextParams, Texts } from '../core/texts.ts';
import { fold } from '../language/fold.ts';

/** {chi} and {Chi} for somebody who is called like this. */
export function addressing(calledAs: string): { chi: string; Chi: string } {
  return { chi: calledAs, Chi: calledAs.charAt(0).toLocaleUpperCase('vi') + calledAs.slice(1) };
}

export function speak(texts: Texts, said: Said, key: string, params: TextParams = {}): Outgoing {
  return plain(texts.say(key, { ...addressing(said.standing?.person.calledAs ?? ''), ...params }));
}

/** Whether the whole message is one of the words, whatever the accents and marks. */
export function isOneOf(text: string, words: readonly string[]): boolean {
  const said = bare(text);
  return said !== '' && words.some((word) => bare(word) === said);
}

export function bare(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/gu, ' ')
    .trim();
}
