import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareSentences, type SentenceTable } from '../../src/content/sentences.ts';
import { organisationSentences, unitProblemSentences } from '../../src/organisation/sentences.ts';
import { problemTexts, sentences } from './prompts.ts';

const mine: SentenceTable = new Map([...sentences].filter(([key]) => /^(organisation|problems\.units)\./.test(key)));
const declared = { ...organisationSentences, ...unitProblemSentences };

describe('Every sentence of the organisation', () => {
  it('is declared, and every declared one is written, with the same placeholders', () => {
    expect(compareSentences(declared, mine, problemTexts)).toEqual([]);
  });

  it('is used by the code, and the code uses no other', () => {
    const folder = join(import.meta.dirname, '../../src/organisation');
    const source = readdirSync(folder)
      .filter((file) => file !== 'sentences.ts')
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    const used = [...source.matchAll(/'((?:organisation|problems\.units)\.[\w.]+)'/g)].map(([, key]) => key ?? '');
    const ids = /^organisation\.(join|invite|approve|people|leave|mark|accounts|link)$/;
    expect(used.filter((key) => !(key in declared) && !ids.test(key) && !/-/.test(key))).toEqual([]);
    const unused = Object.keys(declared).filter((key) => !source.includes(key.split('.').at(-1) ?? ''));
    expect(
      unused.filter(
        (key) =>
          !/\.(role|kind|channel|criteria_set|new_rural|sheet|file|refused|command|join)\.|\.(ask_|state_|which_)|in_row/.test(
            key,
          ),
      ),
    ).toEqual([]);
  });
});
