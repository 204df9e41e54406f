/** So many turns begin together: some milliseconds of work before sockets are looked at again. */
const atOnce = 4;

/**
 * Lets a few turns begin in each round of the event loop. SQLite answers on its thread, so a turn that has begun hardly ever
 * lets go of it before its commit; a hundred that begin together would keep it for half a second, in which no connection is
 * taken and no call refused.
 */
export class Entrance {
  #waiting: (() => void)[] = [];
  #isOpen = false;

  /** Resolves when it is this turn's time to begin, in the order of asking. */
  pass(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (!this.#isOpen) setImmediate(this.#letIn);
      this.#isOpen = true;
    });
  }

  #letIn = (): void => {
    for (const begin of this.#waiting.splice(0, atOnce)) begin();
    this.#isOpen = this.#waiting.length > 0;
    if (this.#isOpen) setImmediate(this.#letIn);
  };
}
