import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Controls } from './control.ts';

/** One bot on the local Bot API server, seen from the platform's side. */
export interface TelegramServer {
  /** For the channel's `apiRoot`. */
  url: string;
  token: string;
  control<K extends keyof Controls>(name: K, argument: Parameters<Controls[K]>[0]): Promise<ReturnType<Controls[K]>>;
  /** A person writes a text in her private chat; resolves to the message's id. */
  write(person: string, text: string): Promise<number>;
  /** Texts that stand in her chat and were not deleted. */
  screenOf(person: string): Promise<string[]>;
  state(): Promise<ReturnType<Controls['state']>>;
  /** Another bot on the same server, with nothing in common. */
  another(): Promise<TelegramServer>;
  /** Ends the server and all its bots. */
  stop(): Promise<void>;
}

/** Starts a Bot API server in a process of its own: it survives the bot and keeps the truth of what was sent. */
export async function startTelegramServer(): Promise<TelegramServer> {
  const child = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { url: string }) => resolve(message.url));
    child.once('exit', (code) => reject(new Error(`the Telegram server ended at its start (${code})`)));
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  let bots = 0;
  const another = async () => {
    bots += 1;
    const bot = telegramBotAt(url, `4242:test-token-${bots}`, another, stop);
    await bot.state();
    return bot;
  };
  return another();
}

function telegramBotAt(
  url: string,
  token: string,
  another: () => Promise<TelegramServer>,
  stop: () => Promise<void>,
): TelegramServer {
  async function control<K extends keyof Controls>(name: K, argument: Parameters<Controls[K]>[0]) {
    const answer = await fetch(`${url}/_control/${token}/${name}`, { method: 'POST', body: JSON.stringify(argument) });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as ReturnType<Controls[K]>;
  }
  const state = () => control('state', {});
  return {
    url,
    token,
    control,
    state,
    another,
    stop,
    write: async (person, text) => (await control('write', { person, fields: { text } })).messageId,
    screenOf: async (person) =>
      (await state()).sent.filter((m) => m.chatId === person && !m.deleted).map((m) => m.text),
  };
}
