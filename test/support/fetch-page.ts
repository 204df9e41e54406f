import { randomBytes } from 'node:crypto';
import type { PageNews } from '../../src/channels/web/open-pages.ts';

type Message = Extract<PageNews, { text: string }>;

/** Our page without a browser: says and hears as page.js does. */
export class FetchPage {
  readonly id = randomBytes(18).toString('base64url');
  readonly news: PageNews[] = [];
  readonly plays: string;
  #url: string;
  #after = 0;
  #closing = new AbortController();
  #lastSaid: object | null = null;

  constructor(url: string, plays = '') {
    this.#url = url;
    this.plays = plays;
    void this.#listen();
  }

  say(text: string, under = ''): Promise<number> {
    this.#lastSaid = { text, under, message: randomBytes(18).toString('base64url') };
    return this.sayAgain();
  }

  /** The same message with the same id, as after a lost answer. */
  async sayAgain(): Promise<number> {
    return (await this.post('/chat/say', this.#lastSaid ?? {})).status;
  }

  press(label: string): Promise<number> {
    const under = this.messages().findLast(({ choices }) => choices.some((choice) => choice.label === label));
    const choice = under?.choices.find((one) => one.label === label);
    if (!under || !choice) throw new RangeError(`the page shows no button "${label}"`);
    return this.say(choice.says, under.id);
  }

  post(path: string, fields: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.#url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ page: this.id, plays: this.plays, ...fields }),
    });
  }

  messages(): Message[] {
    return this.news.filter((one): one is Message => 'text' in one);
  }

  /** As the page shows it: the choices are numbered buttons under the text. */
  screen(): string[] {
    return this.messages().map(({ text, choices }) =>
      [text, ...choices.map(({ label }, i) => `${i + 1}  ${label}`)].join('\n'),
    );
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await this.post('/chat/leave', {}).catch(() => 'the server may be gone');
  }

  async #listen(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        const answer = await fetch(`${this.#url}/chat/hear`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ page: this.id, plays: this.plays, after: this.#after }),
          signal,
        });
        if (!answer.ok) throw new Error(String(answer.status));
        for (const one of (await answer.json()) as PageNews[]) {
          if (one.n > this.#after) this.news.push(one);
          this.#after = Math.max(this.#after, one.n);
        }
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}
