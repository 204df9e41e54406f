import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { loadContent } from '../../src/content/load-content.ts';
import { addToFigure } from '../../src/core/change.ts';
import { systemClock } from '../../src/core/clock.ts';
import { digestText } from '../../src/digests/digest-text.ts';
import { unitFacts } from '../../src/indicators/unit-facts.ts';
import { promptsFolder } from '../../src/paths.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { fillNation, weeks } from './filled-nation.ts';

const sizes = (process.env.BENCH_UNITS ?? '1000,5000,10000,100000').split(',').map(Number);
const runs = 5;
const goals = { province: 300, nation: 10_000, stop: 100, checkIn: 5 };

interface Measured {
  branches: number;
  figures: number;
  megabytes: number;
  commune: number;
  province: number;
  nation: number;
  stop: number;
  checkIn: number;
}

/** The yearly digest of a commune, a province and the nation by the number of branches, each with 52 weeks of check-ins; and the update of one check-in. */
async function main(): Promise<void> {
  const { plans, texts } = loadContent(promptsFolder);
  const rows: Measured[] = [];
  console.log(
    'branches | check-ins | figures | MB | yearly digest, median ms: commune of 50 | province of 5,000 | nation | longest stop, ms | one check-in, ms',
  );
  for (const branches of sizes) {
    const folder = await mkdtemp(join(tmpdir(), 'to-am-bench-'));
    const file = join(folder, 'figures.db');
    const store = await openStore(`file:${file}`, { clock: systemClock });
    await store.close();
    const figures = await fillNation(`file:${file}`, branches);
    const opened = await openStore(`file:${file}`, { clock: systemClock });
    try {
      const digest = async (code: string, times: number): Promise<[median: number, stop: number]> => {
        const unit = await opened.first('Unit', { code });
        if (!unit) throw new Error(`no unit ${code}`);
        const stops = monitorEventLoopDelay({ resolution: 1 });
        const ms: number[] = [];
        for (let run = 0; run < times; run++) {
          stops.enable();
          const began = performance.now();
          digestText(texts, await unitFacts(opened, { unit, kind: 'plan-year', at: '2026-11-30', plans }), null);
          ms.push(performance.now() - began);
          stops.disable();
        }
        return [median(ms), stops.max / 1e6];
      };
      await digest('c1', 2);
      const [commune] = await digest('c1', runs);
      const [province, provinceStop] = await digest('b1', runs);
      const [nation, nationStop] = await digest('a1', branches > 10_000 ? 3 : runs);
      const updates: number[] = [];
      const { id } = (await opened.first('Unit', { code: 'd1' })) ?? { id: '' };
      for (let i = 0; i < 40; i++) {
        const began = performance.now();
        await opened.commit(
          ['check-ins', 'households', 'activities', 'participants', 'value-vnd'].map((measure) =>
            addToFigure(measure, id, `2026-11-${String(1 + (i % 29)).padStart(2, '0')}`, 1),
          ),
        );
        updates.push(performance.now() - began);
      }
      const measured: Measured = {
        ...{ branches, figures, megabytes: (await stat(file)).size / 2 ** 20 },
        ...{ commune, province, nation, stop: Math.max(provinceStop, nationStop), checkIn: median(updates) },
      };
      rows.push(measured);
      console.log(
        [
          ...[branches, branches * weeks, figures, measured.megabytes.toFixed(0), commune.toFixed(0)],
          ...[province.toFixed(0), nation.toFixed(0), measured.stop.toFixed(0), measured.checkIn.toFixed(1)],
        ].join(' | '),
      );
    } finally {
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    }
  }
  const most = (name: keyof Measured) => Math.max(...rows.map((row) => row[name]));
  console.log(
    [
      `goals: province ${goals.province} ms (${(most('province') / goals.province).toFixed(2)} × of it)`,
      `nation ${goals.nation} ms (${(most('nation') / goals.nation).toFixed(2)} ×)`,
      `longest stop ${goals.stop} ms (${(most('stop') / goals.stop).toFixed(2)} ×)`,
      `one check-in ${goals.checkIn} ms (${(most('checkIn') / goals.checkIn).toFixed(2)} ×)`,
    ].join(', '),
  );
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

await main();
