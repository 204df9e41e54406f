const kept = 20_000;

/**
 * Ids of messages that were answered without a record, and how often others failed. In memory and bounded: after a restart an
 * unrecorded question may be answered twice, which is allowed; a recorded one is known by its row.
 */
export class SeenMessages {
  readonly #answered = new Set<string>();
  readonly #failures = new Map<string, number>();

  answered(inboundId: string): boolean {
    return this.#answered.has(inboundId);
  }

  noteAnswered(inboundId: string): void {
    this.#failures.delete(inboundId);
    this.#answered.add(inboundId);
    if (this.#answered.size > kept) this.#answered.delete(this.#answered.values().next().value as string);
  }

  /** How often it has failed, this time included. */
  noteFailure(inboundId: string): number {
    const failures = (this.#failures.get(inboundId) ?? 0) + 1;
    this.#failures.set(inboundId, failures);
    if (this.#failures.size > kept) this.#failures.delete(this.#failures.keys().next().value as string);
    return failures;
  }
}
