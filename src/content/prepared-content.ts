import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { systemClock } from '../core/clock.ts';
import { dayOf } from '../core/day.ts';
import type { Learned } from '../knowledge/learn.ts';
import type { PackedPostings } from '../knowledge/postings.ts';
import type { Content } from './load-content.ts';
import { newTexts, type SentenceValues } from './texts.ts';

export interface PreparedPlace {
  /** An image of prompts/, no more; it may be deleted. */
  file: string;
  /** What the compiler notes of the sources: another program may make something else of the same files. Missing where nothing is compiled. */
  compilersNotes: string;
}

const besideTheProgram: PreparedPlace = {
  file: fileURLToPath(new URL('../prepared-content', import.meta.url)),
  compilersNotes: fileURLToPath(new URL('../.tsbuildinfo', import.meta.url)),
};

/** Content as plain data: the sentences instead of what says them, and with what was learned of the entries. */
type Prepared = Omit<Content, 'texts'> & { sentences: SentenceValues };

/**
 * Everything under `prompts/`, checked: as it was prepared at installation, if the folder still holds the very same files, else read anew,
 * which takes a second more. Throws as `loadContent` does.
 */
export async function openContent(folder: string, place = besideTheProgram): Promise<Content> {
  const prepared = readPrepared(folder, place);
  if (prepared) return prepared;
  const { loadContent } = await import('./load-content.ts');
  return loadContent(folder);
}

/**
 * Reads, checks and learns the folder and writes the file for `openContent`. Throws TA-CONTENT-001 with every problem; then there is no
 * file. Says whether one was written: not when the program is not compiled, or somebody changed the folder meanwhile.
 */
export async function prepareContent(folder: string, place = besideTheProgram): Promise<boolean> {
  const madeOf = fingerprintOf(folder, place);
  const [{ ContentReader }, { readContent }, { learn }] = await Promise.all([
    import('./content-reader.ts'),
    import('./load-content.ts'),
    import('../knowledge/learn.ts'),
  ]);
  const reader = new ContentReader(folder);
  const { texts: _, ...content } = readContent(reader);
  reader.throwProblems();
  if (madeOf === null || fingerprintOf(folder, place) !== madeOf) return false;
  const { entries, lexicon } = content.knowledge;
  const prepared: Prepared = {
    ...content,
    knowledge: { ...content.knowledge, learned: learn(entries, lexicon) },
    sentences: new Map([...reader.sentences].map(([key, { value }]) => [key, { value }])),
  };
  // Whoever starts meanwhile finds the old file or the new one, never half of one.
  writeFileSync(`${place.file}.new`, Buffer.concat([Buffer.from(madeOf), serialize(prepared)]));
  renameSync(`${place.file}.new`, place.file);
  return true;
}

function readPrepared(folder: string, place: PreparedPlace): Content | null {
  if (!existsSync(place.file)) return null;
  const madeOf = fingerprintOf(folder, place);
  const bytes = readFileSync(place.file);
  if (madeOf === null || bytes.toString('latin1', 0, madeOf.length) !== madeOf) return null;
  const { sentences, ...content } = deserialize(bytes.subarray(madeOf.length)) as Prepared;
  const { learned } = content.knowledge;
  return {
    ...content,
    texts: newTexts(sentences),
    knowledge: { ...content.knowledge, ...(learned ? { learned: withOwnArrays(learned) } : {}) },
  };
}

/** As `deserialize` makes them, arrays are windows on the whole file, which would stay in memory for them. */
function withOwnArrays({ index, ...learned }: Learned): Learned {
  const own = ({ ends, holders, amounts }: PackedPostings) => ({
    ends: ends.slice(),
    holders: holders.slice(),
    amounts: amounts.slice(),
  });
  const { ids, entryOfAsk, asks, entries } = index;
  return { ...learned, index: { ids, entryOfAsk: entryOfAsk.slice(), asks: own(asks), entries: own(entries) } };
}

/**
 * Of all that content depends on: every file of the folder, the program, the year for which campaigns are checked, and V8, whose form the
 * prepared file has. Null when the program is not compiled.
 */
function fingerprintOf(folder: string, { compilersNotes }: PreparedPlace): string | null {
  if (!existsSync(compilersNotes)) return null;
  const hash = createHash('sha256');
  const add = (name: string, bytes: Buffer) => hash.update(`${name}\n${bytes.length}\n`).update(bytes);
  add(`${process.versions.v8} ${dayOf(systemClock.now()).slice(0, 4)}`, readFileSync(compilersNotes));
  for (const file of filesUnder(folder)) add(file, readFileSync(join(folder, file)));
  return hash.digest('hex');
}

/** Sorted; links are followed. */
function filesUnder(folder: string, inside = ''): string[] {
  return readdirSync(join(folder, inside))
    .sort()
    .flatMap((name) => {
      const path = join(inside, name);
      return statSync(join(folder, path)).isDirectory() ? filesUnder(folder, path) : [path];
    });
}
