import { type Change, put } from '../core/change.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import { readState } from './conversation-state.ts';

/** Who has a question of ours open. Pushes wait for them (design section 5). */
export interface OpenQuestions {
  /** Of these persons, those with an open question, and since when they are silent. */
  among(personIds: readonly string[]): Promise<ReadonlyMap<string, Date>>;
  /** The changes that put hers to sleep; 'tiếp' wakes it. */
  putToSleep(personId: string): Promise<readonly Change[]>;
}

export function newOpenQuestions({ store, sealing }: { store: Store; sealing: Sealing }): OpenQuestions {
  const stateOf = (sealed: string) => readState(sealing.open(sealed));
  return {
    async among(personIds) {
      if (personIds.length === 0) return new Map();
      const rows = await store.find('Conversation', { personId: { in: personIds } });
      return new Map(rows.filter((row) => stateOf(row.sealedState).open).map((row) => [row.personId, row.updatedAt]));
    },
    async putToSleep(personId) {
      const rows = await store.find('Conversation', { personId });
      return rows.flatMap((row) => {
        const state = stateOf(row.sealedState);
        if (!state.open) return [];
        const asleep = { open: null, asleep: state.open, menu: null };
        return [put('Conversation', { ...row, sealedState: sealing.seal(JSON.stringify(asleep)) })];
      });
    },
  };
}
