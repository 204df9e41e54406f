/** Work of the same lane is done one after the other, of different lanes at the same time. */
export class Lanes {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `work` when all earlier work of the lane has ended, however it ended. */
  run<T>(lane: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(lane);
    const turn = before ? before.then(work, work) : work();
    this.#last.set(lane, turn);
    const leave = () => {
      if (this.#last.get(lane) === turn) this.#last.delete(lane);
    };
    turn.then(leave, leave);
    return turn;
  }

  /** Resolves when everything that was given has ended. */
  async settled(): Promise<void> {
    while (this.#last.size > 0) await Promise.allSettled(this.#last.values());
  }
}
