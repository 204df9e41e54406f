import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** One platform on a server of its own process, seen from the platform's side. */
export interface PlatformProcess {
  /** Where the platform's API is. */
  root: string;
  control(name: string, argument?: unknown): Promise<unknown>;
}

export interface PlatformServer {
  /** Another platform on the same server, with nothing in common. */
  another(): Promise<PlatformProcess>;
  stop(): Promise<void>;
}

/** Starts the server in a process of its own: it survives the bot and keeps the truth of what was sent. */
export async function startPlatforms(main: URL): Promise<PlatformServer> {
  const child = fork(fileURLToPath(main), { execArgv: ['--import', 'tsx'] });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { url: string }) => resolve(message.url));
    child.once('exit', (code) => reject(new Error(`the platform's server ended at its start (${code})`)));
  });
  let platforms = 0;
  return {
    async another() {
      platforms += 1;
      const platform = platformAt(url, `test-${platforms}`);
      await platform.control('state');
      return platform;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** The platform with this key on a running server. */
export function platformAt(url: string, key: string): PlatformProcess {
  return {
    root: `${url}/p/${key}`,
    async control(name, argument = {}) {
      const answer = await fetch(`${url}/_control/${key}/${name}`, { method: 'POST', body: JSON.stringify(argument) });
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    },
  };
}
