import type { Activity } from 'botbuilder';
import { type Assistant, newAssistant } from '../assistant.ts';
import type { Content } from '../content/load-content.ts';
import type { Received } from '../core/channel.ts';
import type { MovableClock } from '../core/clock.ts';
import { silentLog } from '../core/log.ts';
import type { Store } from '../core/store.ts';
import type { PhotoFiles } from '../photo-files.ts';
import type { KeyedSealing } from '../privacy/sealing.ts';
import type { Faults } from './faults.ts';
import type { Platform } from './platform.ts';

export interface MachineParts {
  content: Content;
  store: Store;
  sealing: KeyedSealing;
  clock: MovableClock;
  photos: PhotoFiles;
  platforms: readonly Platform[];
  faults: Faults;
}

/** What becomes of a message handed over: an answer of the bot, a turn that failed, or a process that died over it. */
export type Handled = Received | { outcome: 'failed' } | { outcome: 'died' };

const died = Symbol('died');

/** The machine the program runs on: starts it, and starts it again after a kill, over the same database and platforms. */
export class Machine {
  readonly #parts: MachineParts;
  #assistant: Assistant | null = null;
  #death: Promise<typeof died> = Promise.resolve(died);

  constructor(parts: MachineParts) {
    this.#parts = parts;
  }

  /** Hands an activity to the running program. */
  async handOver(platform: Platform, activity: Partial<Activity>): Promise<Handled> {
    const assistant = await this.#running();
    const channel = this.#channels.get(platform.name);
    if (!assistant || !channel) return { outcome: 'died' };
    const turn = assistant.bot
      .receiveFrom(channel)(structuredClone(activity))
      .catch(() => ({ outcome: 'failed' }) as const);
    const handled = await Promise.race([turn, this.#death]);
    return handled === died ? { outcome: 'died' } : handled;
  }

  /** What falls due at this moment. */
  async tick(): Promise<void> {
    const assistant = await this.#running();
    if (!assistant) return;
    const ticking = (async () => {
      await assistant.tick();
      await assistant.outbox.tick();
    })().catch(() => {});
    await Promise.race([ticking, this.#death]);
  }

  /** Lets everything that is on its way finish. */
  async close(): Promise<void> {
    await (await this.#running())?.close();
  }

  #channels = new Map<string, ReturnType<Platform['channel']>>();

  async #running(): Promise<Assistant | null> {
    for (let start = 0; !this.#assistant && start < 20; start++) await this.#start();
    return this.#assistant;
  }

  async #start(): Promise<void> {
    const { faults, platforms, store, ...parts } = this.#parts;
    let alive = true;
    let tellDeath: (mark: typeof died) => void = () => {};
    this.#death = new Promise((resolve) => {
      tellDeath = resolve;
    });
    const die = () => {
      alive = false;
      this.#assistant = null;
      tellDeath(died);
    };
    const survives = () => {
      if (faults.survives()) return true;
      die();
      return false;
    };
    this.#channels = new Map(platforms.map((platform) => [platform.name, platform.channel(() => alive, survives)]));
    const assistant = newAssistant({
      ...parts,
      store: faults.storeOf(store, () => alive, die),
      log: silentLog,
      channels: this.#channels,
    });
    const opened = await Promise.race([
      assistant.open().then(
        () => true,
        () => false,
      ),
      this.#death,
    ]);
    if (opened === true && alive) this.#assistant = assistant;
  }
}
