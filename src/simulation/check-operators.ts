import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { loadContent } from '../content/load-content.ts';
import { errorCodes } from '../core/error-codes.ts';
import { OperatorError } from '../core/errors.ts';
import { promptsFolder } from '../paths.ts';
import { openStore } from '../storage/open-store.ts';
import type { PromiseCheck } from './check-promises.ts';

/** Promises 8 and 9 from the operator's side: mistakes made on purpose, each of which must stop the start with a code and its place. */
export async function mistakesAreNamed(): Promise<PromiseCheck> {
  const folder = await mkdtemp(join(tmpdir(), 'to-am-mistakes-'));
  try {
    await cp(promptsFolder, folder, { recursive: true });
    const campaign = join(folder, 'campaigns/28-6.md');
    await writeFile(
      campaign,
      (await readFile(campaign, 'utf8')).replace('{unit}', '{unti}').replace('short:', 'shrot:'),
    );
    const mistakes: (() => unknown)[] = [
      () => loadContent(folder),
      () => readConfig({ PORT: 'three thousand' }),
      () => readConfig({ TELEGRAM_TOKEN: '' }),
      () => openStore('mysql://localhost/to-am'),
    ];
    const counts = { mistakes: mistakes.length, withCode: 0, withPlace: 0 };
    for (const mistake of mistakes) {
      const error = await errorOf(mistake);
      if (!(error instanceof OperatorError) || !(error.code in errorCodes)) continue;
      counts.withCode++;
      if (error.place !== undefined || /\.md:\d+/.test(error.message)) counts.withPlace++;
    }
    return {
      promise: '9 every mistake of an operator is refused with a code and its place, before anybody is written to',
      counts,
      kept: counts.withCode === counts.mistakes && counts.withPlace === counts.mistakes,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function errorOf(mistake: () => unknown): Promise<unknown> {
  try {
    await mistake();
    return null;
  } catch (error) {
    return error;
  }
}
