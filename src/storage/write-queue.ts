/** How many waiting turns share one transaction. */
const atMostTogether = 20;
/** So long a turn that is in no hurry waits for another to join. */
const soonMs = 25;

/**
 * Writes what is waiting together, one group after another. Between two groups the event loop runs once: SQLite is
 * synchronous, and without it sockets starve and finished rows are never freed.
 */
export class WriteQueue<Turn> {
  readonly #writeTogether: (turns: Turn[]) => Promise<void>;
  #waiting: Turn[] = [];
  #running: Promise<void> | null = null;
  #soon: NodeJS.Timeout | null = null;

  /** `writeTogether` settles each turn itself and does not reject. */
  constructor(writeTogether: (turns: Turn[]) => Promise<void>) {
    this.#writeTogether = writeTogether;
  }

  push(turn: Turn, when: 'now' | 'soon' = 'now'): void {
    this.#waiting.push(turn);
    if (when === 'now') this.#start();
    else if (!this.#running) this.#soon ??= setTimeout(() => this.#start(), soonMs);
  }

  /** Resolves when nothing is waiting. */
  async drained(): Promise<void> {
    if (this.#waiting.length > 0) this.#start();
    while (this.#running) await this.#running;
  }

  #start(): void {
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    if (this.#soon) clearTimeout(this.#soon);
    this.#soon = null;
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
