/**
 * `npm run bench -- [part…] [--kills N]`: every figure beside its peer or limit, in one run. The parts are the files of test/bench/;
 * each runs in a process of its own, so that none pays for the memory of another. Results also go to test/bench/results.json.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const args = process.argv.slice(2);
const kills = args.includes('--kills') ? args[args.indexOf('--kills') + 1] : '20';
const wanted = args.filter((arg, at) => !arg.startsWith('--') && args[at - 1] !== '--kills');
const parts = readdirSync(`${root}test/bench`)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''))
  .filter((name) => wanted.length === 0 || wanted.includes(name));
const machine = `node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'cpu'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
console.log(`machine: ${machine}`);
const results = {};
let failed = 0;
for (const name of parts) {
  console.log(`\n── ${name}`);
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--expose-gc', '--import', 'tsx', `test/bench/${name}.bench.ts`],
    {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 2 ** 26,
      env: { ...process.env, BENCH_KILLS: kills },
    },
  );
  process.stdout.write(stdout);
  if (status !== 0) failed++;
  results[name] = stdout.trim().split('\n');
}
const file = `${root}test/bench/results.json`;
let before = {};
try {
  before = JSON.parse(readFileSync(file, 'utf8')).results ?? {};
} catch {
  before = {};
}
writeFileSync(file, `${JSON.stringify({ machine, results: { ...before, ...results } }, null, 2)}\n`);
process.exit(failed === 0 ? 0 : 1);
