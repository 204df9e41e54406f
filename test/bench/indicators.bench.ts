import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { loadContent } from '../../src/content/load-content.ts';
import { addToFigure } from '../../src/core/change.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Store } from '../../src/core/store.ts';
import { digestText } from '../../src/digests/digest-text.ts';
import { unitFacts } from '../../src/indicators/unit-facts.ts';
import { promptsFolder } from '../../src/paths.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { fillNation, weeks } from './filled-nation.ts';

/**
 * The yearly digest of a commune, a province and the nation by the number of branches, each with 52 weeks of check-ins; and the
 * update of one check-in. 100,000 branches take 15 GB and many minutes to make: BENCH_UNITS=1000,10000,100000 asks for them,
 * BENCH_KEEP=FOLDER keeps what was made for the next run. Processor time stands beside the time by the clock, because other
 * programs take no part in it; where the machine is quiet, both are the same.
 */
const sizes = (process.env.BENCH_UNITS ?? '1000,5000,10000').split(',').map(Number);
const goals = { province: 300, nation: 10_000, stop: 100, checkIn: 5 };
const { plans, texts } = loadContent(promptsFolder);

interface Took {
  ms: number;
  cpuMs: number;
}

async function main(): Promise<void> {
  console.log(
    'branches | check-ins | figures | MB | yearly digest, ms (processor): commune of 50 | province of 5,000 | nation | longest stop | one check-in',
  );
  for (const branches of sizes) {
    const folder = process.env.BENCH_KEEP ?? (await mkdtemp(join(tmpdir(), 'to-am-bench-')));
    await mkdir(folder, { recursive: true });
    const file = join(folder, `figures-${branches}.db`);
    const made = existsSync(file);
    const store = await openStore(`file:${file}`, { clock: systemClock });
    await store.close();
    if (!made) await fillNation(`file:${file}`, branches);
    const opened = await openStore(`file:${file}`, { clock: systemClock });
    try {
      await measure(opened, branches, (await stat(file)).size);
    } finally {
      await opened.close();
      if (!process.env.BENCH_KEEP) await rm(folder, { recursive: true, force: true });
    }
  }
  console.log(
    `goals: province ${goals.province} ms, nation ${goals.nation} ms, longest stop of the event loop ${goals.stop} ms, one check-in ${goals.checkIn} ms`,
  );
}

async function measure(store: Store, branches: number, bytes: number): Promise<void> {
  const times = branches > 10_000 ? 3 : 5;
  for (const code of ['c1', 'b1']) await digest(store, code, 3);
  const commune = await digest(store, 'c1', 5);
  const province = await digest(store, 'b1', 5);
  const nation = await digest(store, 'a1', times);
  const stop = await longestStop(() => digest(store, 'a1', 1));
  const branch = await store.first('Unit', { code: 'd1' });
  const checkIns: Took[] = [];
  for (let i = 0; i < 40; i++) {
    const day = `2026-11-${String(1 + (i % 29)).padStart(2, '0')}`;
    const measures = ['check-ins', 'households', 'activities', 'participants', 'value-vnd'];
    checkIns.push(await took(() => store.commit(measures.map((one) => addToFigure(one, branch?.id ?? '', day, 1)))));
  }
  const figures = 218 * branches;
  const written = [commune, province, nation, stop, median(checkIns)].map(({ ms, cpuMs }, i) =>
    i < 4 ? `${ms.toFixed(0)} (${cpuMs.toFixed(0)})` : `${ms.toFixed(1)} (${cpuMs.toFixed(1)})`,
  );
  console.log([branches, branches * weeks, figures, Math.round(bytes / 2 ** 20), ...written].join(' | '));
}

async function digest(store: Store, code: string, times: number): Promise<Took> {
  const unit = await store.first('Unit', { code });
  if (!unit) throw new Error(`no unit ${code}`);
  const all: Took[] = [];
  for (let run = 0; run < times; run++)
    all.push(
      await took(async () =>
        digestText(texts, await unitFacts(store, { unit, kind: 'plan-year', at: '2026-11-30', plans }), null),
      ),
    );
  return median(all);
}

/** The longest time in which the event loop did not turn, by the clock and of this process alone. */
async function longestStop(run: () => Promise<unknown>): Promise<Took> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let goesOn = true;
  let [last, longest] = [processorMs(), 0];
  const turn = () => {
    const now = processorMs();
    longest = Math.max(longest, now - last);
    last = now;
    if (goesOn) setImmediate(turn);
  };
  delay.enable();
  turn();
  await run();
  goesOn = false;
  delay.disable();
  return { ms: delay.max / 1e6, cpuMs: longest };
}

async function took(run: () => Promise<unknown>): Promise<Took> {
  const [began, cpu] = [performance.now(), processorMs()];
  await run();
  return { ms: performance.now() - began, cpuMs: processorMs() - cpu };
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function median(all: readonly Took[]): Took {
  return [...all].sort((a, b) => a.cpuMs - b.cpuMs)[Math.floor(all.length / 2)] ?? { ms: 0, cpuMs: 0 };
}

await main();
