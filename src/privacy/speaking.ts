import { type Choice, type Outgoing, plain } from '../core/outgoing.ts';
import type { TextParams, Texts } from '../core/texts.ts';
import { fold } from '../language/fold.ts';

/** Whoever is spoken to, as she asked to be called; null for somebody unknown. */
export type Called = { calledAs: string } | null;

/** Says a sentence with {chi} and {Chi} filled. */
export function say(texts: Texts, called: Called, key: string, params: TextParams = {}): Outgoing {
  const chi = called?.calledAs ?? texts.words('privacy.title_of_unknown')[0] ?? '';
  return plain(texts.say(key, { chi, Chi: capital(chi), ...params }));
}

/** The first of each list of words as a choice. */
export function choicesOf(texts: Texts, keys: readonly string[]): Choice[] {
  return keys.map((key) => {
    const word = texts.words(key)[0] ?? '';
    return { label: capital(word), says: word };
  });
}

/** Whether the whole message is one of these words; accents, case and closing marks do not count. */
export function isOneOf(texts: Texts, key: string, text: string): boolean {
  const bare = (one: string) =>
    fold(one)
      .replace(/[^a-z0-9]+/gu, ' ')
      .trim();
  const said = bare(text);
  return said !== '' && texts.words(key).some((word) => bare(word) === said);
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}
