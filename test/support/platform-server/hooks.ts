/** How a platform calls a webhook: what it sends, and how long it waits and repeats. */
export interface HookCall {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface HookRules {
  /** So long an answer is awaited. */
  answerWithinMs: number;
  /** Pauses before the repetitions after an answer that was not 200; then it is given up. */
  pausesMs: readonly number[];
  /** Each call is made so many times more though it was answered with 200. */
  redeliveries: number;
}

/** Calls a webhook without waiting for earlier calls, and repeats what was not confirmed: as unkind as the platforms are. */
export class Hooks {
  rules: HookRules = {
    answerWithinMs: 10_000,
    pausesMs: [100, 200, 400, 800, 1_600, 3_200, 3_200, 3_200],
    redeliveries: 0,
  };
  readonly statuses: number[] = [];
  unconfirmed = 0;
  #last: HookCall | null = null;

  /** Resolves when the first attempt is on its way; the rest goes on. */
  async call(call: HookCall): Promise<void> {
    this.#last = call;
    this.unconfirmed += 1;
    void this.#deliver(call);
    // Calls made one after the other arrive in that order.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async again(): Promise<void> {
    if (!this.#last) throw new RangeError('nothing was sent yet');
    await this.call(this.#last);
  }

  async #deliver(call: HookCall): Promise<void> {
    const pauses = [...this.rules.pausesMs];
    let left = this.rules.redeliveries;
    for (;;) {
      const status = await post(call, this.rules.answerWithinMs);
      this.statuses.push(status);
      if (status === 200) {
        if (left === 0) break;
        left -= 1;
        continue;
      }
      const pause = pauses.shift();
      if (pause === undefined) return;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    this.unconfirmed -= 1;
  }
}

async function post({ url, headers, body }: HookCall, withinMs: number): Promise<number> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(withinMs),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}
