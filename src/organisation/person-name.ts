import { type Change, put, remove } from '../core/change.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import { fold } from '../language/fold.ts';
import { firstWord } from './speaking.ts';

/** How somebody wants to be called and what the people she works with know her by: "cô Hoa". */
export interface PersonName {
  calledAs: string;
  name: string;
}

/** Reads "cô Hoa", "em là Hoa", "Nguyễn Thị Hoa". Null for what is no name: digits, marks, a question, a whole sentence. */
export function readName(text: string, texts: Texts): PersonName | null {
  let words = text
    .trim()
    .replace(/[.!]+$/u, '')
    .split(/\s+/u);
  for (const before of texts.words('organisation.name_before')) {
    const parts = before.split(' ');
    if (words.length > parts.length && parts.every((part, i) => fold(part) === fold(words[i] ?? '')))
      words = words.slice(parts.length);
  }
  const title = titleOf(words[0] ?? '', texts);
  const name = (title && words.length > 1 ? words.slice(1) : words).join(' ');
  const bare = ` ${fold(words.join(' '))} `;
  if (texts.words('organisation.no_name').some((word) => bare.includes(` ${fold(word)} `))) return null;
  if (words.length > 6 || name.length > 40 || !/^[\p{L}\p{M}' -]+$/u.test(name) || (title && words.length === 1))
    return null;
  return { calledAs: title ?? firstWord(texts, 'organisation.titles'), name };
}

/** The title as it is written, for "co", "Cô", "cô"; null for another word. */
export function titleOf(word: string, texts: Texts): string | null {
  const titles = texts.words('organisation.titles');
  const typed = word.toLocaleLowerCase('vi').normalize('NFC');
  return titles.find((title) => title === typed) ?? titles.find((title) => fold(title) === typed) ?? null;
}

const idOf = (personId: string) => `organisation/name/${personId}`;

/** Keeps the name sealed, apart from the person's row: it is shown only to those who invite and remove. */
export function keepName(sealing: Sealing, personId: string, { calledAs, name }: PersonName): Change {
  return put('Setting', { id: idOf(personId), value: sealing.seal(`${calledAs} ${name}`) });
}

export function forgetName(personId: string): Change {
  return remove('Setting', { id: idOf(personId) });
}

/** Names by person; who gave none is missing. */
export async function namesOf(
  store: Store,
  sealing: Sealing,
  personIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = personIds.length === 0 ? [] : await store.find('Setting', { id: { in: personIds.map(idOf) } });
  return new Map(rows.map(({ id, value }) => [id.slice(idOf('').length), sealing.open(String(value))]));
}
