/**
 * Lets one turn of a conversation in at a time, in the order of arrival; conversations do not wait for each other.
 * A turn that fails lets the next one in.
 */
export class TurnGate {
  readonly #last = new Map<string, Promise<unknown>>();

  async run<T>(conversationId: string, turn: () => Promise<T>): Promise<T> {
    const before = this.#last.get(conversationId);
    const mine = before ? before.then(turn, turn) : turn();
    this.#last.set(conversationId, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(conversationId) === mine) this.#last.delete(conversationId);
    }
  }

  /** How many conversations have a turn under way. */
  get busy(): number {
    return this.#last.size;
  }

  /** Resolves when no turn is under way. */
  async idle(): Promise<void> {
    while (this.#last.size > 0) await Promise.allSettled(this.#last.values());
  }
}
