import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Load, LoadResult } from './load.ts';

/** Starts the caller in a process of its own. */
export async function startLoad(): Promise<{ run(load: Load): Promise<LoadResult>; stop(): void }> {
  const child = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });
  const next = <T>() => new Promise<T>((resolve) => child.once('message', (message) => resolve(message as T)));
  await next();
  return {
    run(load) {
      const result = next<LoadResult>();
      child.send(load);
      return result;
    },
    stop: () => void child.kill('SIGTERM'),
  };
}
