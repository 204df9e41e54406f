/** `npm run check`: types, formatting and lint, prompts/, and the compiled program. Everything that fails is shown, not only the first. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const parts = [
  ['types', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json']],
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings']],
  ['compiled program', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']],
  ['content', ['dist/cli/to-am.js', 'content', 'check']],
];
let failed = 0;
for (const [name, args] of parts) {
  const began = Date.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  if (status === 0) {
    console.log(`ok      ${name} (${seconds} s)`);
    continue;
  }
  failed++;
  console.log(`FAILED  ${name} (${seconds} s)\n${stdout}${stderr}`);
}
process.exit(failed === 0 ? 0 : 1);
