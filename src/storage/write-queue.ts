/** How many waiting turns share one transaction. */
const atMostTogether = 20;

/**
 * Writes what is waiting together, one group after another. Between two groups the event loop runs once: SQLite is
 * synchronous, and without it sockets starve and finished rows are never freed.
 */
export class WriteQueue<Turn> {
  readonly #writeTogether: (turns: Turn[]) => Promise<void>;
  #waiting: Turn[] = [];
  #running: Promise<void> | null = null;

  /** `writeTogether` settles each turn itself and does not reject. */
  constructor(writeTogether: (turns: Turn[]) => Promise<void>) {
    this.#writeTogether = writeTogether;
  }

  push(turn: Turn): void {
    this.#waiting.push(turn);
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is waiting. */
  async drained(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    do {
      await eventLoopTurn();
      await this.#writeTogether(this.#waiting.splice(0, atMostTogether));
    } while (this.#waiting.length > 0);
    this.#running = null;
  }
}

export function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
