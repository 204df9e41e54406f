import { put } from '../core/change.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';

/** What a channel keeps over restarts: tokens, sessions, positions. Sealed at rest. */
export interface ChannelMemory {
  /** Null when nothing is kept under this name, or it was sealed by a key that is gone. */
  load(name: string): Promise<unknown>;
  /** Resolves when it is safely stored. */
  save(name: string, value: unknown): Promise<void>;
}

/** Keeps it in the table Setting. */
export function newChannelMemory(store: Store, sealing: Sealing): ChannelMemory {
  const idOf = (name: string) => `channel/${name}`;
  return {
    async load(name) {
      const row = await store.first('Setting', { id: idOf(name) });
      const sealed = (row?.value as { sealed?: unknown } | undefined)?.sealed;
      if (typeof sealed !== 'string') return null;
      try {
        return JSON.parse(sealing.open(sealed)) as unknown;
      } catch (error) {
        if (error instanceof RangeError) return null;
        throw error;
      }
    },
    async save(name, value) {
      await store.commit([put('Setting', { id: idOf(name), value: { sealed: sealing.seal(JSON.stringify(value)) } })]);
    },
  };
}
