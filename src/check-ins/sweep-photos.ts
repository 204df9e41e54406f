import { after, days } from '../core/clock.ts';
import type { Store } from '../core/store.ts';

/** What is known of a stored photo without opening it. */
export interface PhotoFile {
  fileName: string;
  writtenAt: Date;
}

/** A report in progress names its photos only in its own sealed state; it is finished or forgotten after so long. */
const inProgressAtMost = days(45);

const askedAtOnce = 200;

/** Removes the photo files that no row names: the report they came with was never stored, or its rows are gone. */
export async function sweepPhotos(
  store: Store,
  files: { list(): Promise<PhotoFile[]>; remove(fileName: string): Promise<void> },
  now: Date,
): Promise<void> {
  const old = (await files.list()).filter(({ writtenAt }) => after(writtenAt, inProgressAtMost) <= now);
  for (let i = 0; i < old.length; i += askedAtOnce) {
    const names = old.slice(i, i + askedAtOnce).map(({ fileName }) => fileName);
    const named = new Set((await store.find('Photo', { fileName: { in: names } })).map(({ fileName }) => fileName));
    for (const name of names) if (!named.has(name)) await files.remove(name);
  }
}
