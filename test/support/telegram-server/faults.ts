export type Fault =
  | { kind: '429'; retryAfter: number }
  | { kind: 'status'; status: number; description: string }
  /** The connection dies before anything is done. */
  | { kind: 'hang-up-before' }
  /** It is done, and the connection dies instead of an answer. */
  | { kind: 'hang-up-after' }
  /** Done, and no answer comes for so long. */
  | { kind: 'slow'; ms: number };

export interface Chance {
  method: string;
  /** 0 to 1. */
  of: number;
  fault: Fault;
}

/** What goes wrong: faults planned one by one, and others by chance from a seed, so that a run can be repeated. */
export class Faults {
  #planned = new Map<string, Fault[]>();
  #chances: Chance[] = [];
  #state = 1;

  seed(seed: number): void {
    this.#state = seed >>> 0 || 1;
  }

  plan(method: string, faults: readonly Fault[]): void {
    this.#planned.set(method, [...(this.#planned.get(method) ?? []), ...faults]);
  }

  chances(chances: readonly Chance[]): void {
    this.#chances = [...chances];
  }

  next(method: string): Fault | null {
    const planned = this.#planned.get(method)?.shift();
    if (planned) return planned;
    return this.#chances.find((chance) => chance.method === method && this.#random() < chance.of)?.fault ?? null;
  }

  /** A whole number from 0 to n-1. */
  below(n: number): number {
    return Math.floor(this.#random() * n);
  }

  /** mulberry32: small, and the same on every machine. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
}
