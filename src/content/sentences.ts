import { z } from 'zod';
import type { ContentProblem } from '../core/content-problem.ts';
import type { Sentences, TextParams, Texts } from '../core/texts.ts';
import { placeholdersOf } from './texts.ts';
import { readYaml, type Source } from './yaml-file.ts';

type Tree = { [key: string]: string | string[] | Tree };
const tree: z.ZodType<Tree> = z.lazy(() => z.record(z.string(), z.union([z.string(), z.array(z.string()), tree])));

/** One sentence, or list of words, with its place. */
export interface PlacedSentence {
  value: string | readonly string[];
  file: string;
  line: number;
}

export type SentenceTable = Map<string, PlacedSentence>;

/** Adds the sentences of one file under `prefix` to the table; a key that is there already is a problem. */
export function readSentences(source: Source, prefix: string, table: SentenceTable, problems: Texts): ContentProblem[] {
  const read = readYaml(source, tree, problems);
  if (!read.ok) return read.problems;
  const found: ContentProblem[] = [];
  const walk = (node: Tree, path: string[]) => {
    for (const [name, value] of Object.entries(node)) {
      const here = [...path, name];
      if (typeof value === 'string' || Array.isArray(value)) {
        const key = [prefix, ...here].join('.');
        const line = read.lineOf(here);
        const before = table.get(key);
        if (before) {
          found.push({
            file: source.file,
            line,
            text: problems.say('problems.content.duplicate', { key, line: before.line }),
          });
        } else {
          const nfc =
            typeof value === 'string' ? value.normalize('NFC').trimEnd() : value.map((word) => word.normalize('NFC'));
          table.set(key, { value: nfc, file: source.file, line });
        }
      } else walk(value, here);
    }
  };
  walk(read.value, []);
  return found;
}

/** Both ways: every declared sentence is there and uses only its placeholders; every sentence that is there is declared. */
export function compareSentences(declared: Sentences, table: SentenceTable, problems: Texts): ContentProblem[] {
  const found: ContentProblem[] = [];
  const say = (place: { file: string; line: number }, name: string, params: TextParams) =>
    found.push({ file: place.file, line: place.line, text: problems.say(`problems.content.${name}`, params) });
  for (const [key, expected] of Object.entries(declared)) {
    const placed = table.get(key);
    if (!placed) {
      say({ file: fileOfKey(key), line: 1 }, 'sentence_missing', { key });
      continue;
    }
    if (expected === 'words') {
      if (typeof placed.value === 'string') say(placed, 'sentence_not_words', { key });
      continue;
    }
    if (typeof placed.value !== 'string') {
      say(placed, 'words_not_sentence', { key });
      continue;
    }
    for (const name of placeholdersOf(placed.value)) {
      if (!expected.includes(name)) {
        const allowed = expected.map((one) => `{${one}}`).join(' ') || '–';
        say(placed, 'placeholder_unknown', { key, placeholder: `{${name}}`, allowed });
      }
    }
  }
  for (const [key, placed] of table) {
    if (!(key in declared)) say(placed, 'sentence_unused', { key });
  }
  return found;
}

/** The file in which a key belongs: `check-ins.weekly.…` → prompts/check-ins/weekly.yaml, `bot.…` → prompts/phrases/bot.yaml. */
export function fileOfKey(key: string): string {
  const [first = '', second = ''] = key.split('.');
  if (first === 'problems') return 'prompts/problems.yaml';
  if (first === 'check-ins' || first === 'digests') return `prompts/${first}/${second}.yaml`;
  return `prompts/phrases/${first}.yaml`;
}
