import type { Said } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import type { TextParams, Texts } from '../core/texts.ts';
import { isOneOf as isTyped } from '../language/typed-words.ts';

/** Says a sentence to whoever wrote, addressed as she asked to be; `choices` are keys of words, the first of which is shown. */
export function speak(
  texts: Texts,
  said: Said,
  key: string,
  params: TextParams = {},
  choices: readonly string[] = [],
): Outgoing {
  const shown = choices.map((choice) => ({ label: capital(firstWord(texts, choice)), says: firstWord(texts, choice) }));
  const text = texts.say(key, { ...addressing(texts, said.standing?.person.calledAs), ...params });
  return shown.length > 0 ? plain(text, shown) : plain(text);
}

/** {chi} and {Chi} for somebody; who is not known yet is addressed by the first of the titles. */
export function addressing(
  texts: Texts,
  calledAs = firstWord(texts, 'organisation.titles'),
): { chi: string; Chi: string } {
  return { chi: calledAs, Chi: capital(calledAs) };
}

/** Whether the whole message is one of these words; accents, case and closing marks do not count. */
export function isOneOf(texts: Texts, key: string, text: string): boolean {
  return isTyped(text, texts.words(key));
}

export function firstWord(texts: Texts, key: string): string {
  return texts.words(key)[0] ?? '';
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}
