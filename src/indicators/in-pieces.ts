/** A nation has a hundred thousand units: whatever walks over all of them lets others have their turn in between. */
export const unitsInOneGo = 10_000;

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The items in pieces, with a turn for others after each. */
export async function* inPieces<T>(items: readonly T[], atOnce = unitsInOneGo): AsyncGenerator<readonly T[]> {
  for (let start = 0; start < items.length; start += atOnce) {
    yield items.slice(start, start + atOnce);
    if (start + atOnce < items.length) await nextTurn();
  }
}

/** The items in order, sorted piece by piece and then merged, so that others have their turns; equal ones stay as they were. */
export async function sortedInPieces<T>(items: readonly T[], compare: (a: T, b: T) => number): Promise<T[]> {
  let runs: T[][] = [];
  for await (const piece of inPieces(items)) runs.push([...piece].sort(compare));
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) merged.push(await merge(runs[i] ?? [], runs[i + 1] ?? [], compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<T>(left: readonly T[], right: readonly T[], compare: (a: T, b: T) => number): Promise<T[]> {
  const all: T[] = [];
  for (let l = 0, r = 0; l < left.length || r < right.length; ) {
    const takesLeft = r >= right.length || (l < left.length && compare(left[l] as T, right[r] as T) <= 0);
    all.push(takesLeft ? (left[l++] as T) : (right[r++] as T));
    if (all.length % unitsInOneGo === 0) await nextTurn();
  }
  return all;
}
