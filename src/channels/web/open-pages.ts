import { type Clock, minutes, seconds } from '../../core/clock.ts';

/** What a page is told, in order; it acknowledges by the number of the last it has. */
export type PageNews =
  | {
      n: number;
      id: string;
      text: string;
      choices: { label: string; says: string }[];
      photo?: { src: string; alt: string };
      file?: { name: string; type: string; base64: string };
    }
  | { n: number; erase: string[] };

export type NewPageNews = PageNews extends infer News ? (News extends PageNews ? Omit<News, 'n'> : never) : never;

interface Page {
  conversation: string;
  news: PageNews[];
  next: number;
  heardAt: number;
  wake: (() => void) | null;
}

/** A page that has said nothing for so long is closed, or its phone is off. */
const openFor = seconds(45);
const graceAfterLoss = seconds(20);
const keptFor = minutes(3);
const mostPages = 20_000;
const mostNews = 200;

/**
 * The pages that are open now, each with what it has not yet acknowledged. Only in memory: a page that is closed takes
 * its conversation with it.
 */
export class OpenPages {
  readonly #clock: Clock;
  readonly #pages = new Map<string, Page>();
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The page is there: it asked or said something. False when there are too many pages. */
  greet(id: string, conversation: string): boolean {
    const known = this.#pages.get(id);
    if (known && known.conversation === conversation) {
      known.heardAt = this.#now();
      return true;
    }
    this.#forgetOld();
    if (this.#pages.size >= mostPages) return false;
    this.#pages.set(id, { conversation, news: [], next: 1, heardAt: this.#now(), wake: null });
    return true;
  }

  /** What the page has not yet got; waits up to `waitMs` when there is nothing. */
  async newsFor(id: string, after: number, waitMs: number, gone: AbortSignal): Promise<PageNews[]> {
    const page = this.#pages.get(id);
    if (!page) return [];
    page.news = page.news.filter(({ n }) => n > after);
    if (page.news.length === 0) await this.#somethingFor(page, waitMs, gone);
    // A lost connection comes again within seconds, or the page is closed.
    page.heardAt = this.#now() - (gone.aborted ? openFor - graceAfterLoss : 0);
    return page.news;
  }

  /** Gives it to every open page of the conversation; how many that were. */
  give(conversation: string, news: NewPageNews): number {
    const open = this.#openOf(conversation);
    for (const page of open) {
      page.news = [...page.news, { ...news, n: page.next } as PageNews].slice(-mostNews);
      page.next += 1;
      page.wake?.();
    }
    return open.length;
  }

  leave(id: string): void {
    this.#pages.get(id)?.wake?.();
    this.#pages.delete(id);
  }

  /** Lets all waiting pages go, so that the server can stop. */
  releaseAll(): void {
    for (const page of this.#pages.values()) page.wake?.();
  }

  #openOf(conversation: string): Page[] {
    const since = this.#now() - openFor;
    return [...this.#pages.values()].filter(
      (page) => page.conversation === conversation && (page.wake !== null || page.heardAt >= since),
    );
  }

  async #somethingFor(page: Page, waitMs: number, gone: AbortSignal): Promise<void> {
    page.wake?.();
    const done = new AbortController();
    const wake = () => done.abort();
    page.wake = wake;
    gone.addEventListener('abort', wake, { once: true });
    await this.#clock.sleep(waitMs, done.signal);
    gone.removeEventListener('abort', wake);
    if (page.wake === wake) page.wake = null;
  }

  #forgetOld(): void {
    const before = this.#now() - keptFor;
    for (const [id, page] of this.#pages) if (!page.wake && page.heardAt < before) this.#pages.delete(id);
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
