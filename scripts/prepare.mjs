/**
 * Runs after `npm ci` and by `npm run prepare`: generates the two database clients, compiles src/ to dist/ and reads prompts/ once.
 * Nothing is downloaded: Prisma would fetch its schema engine before generating, though generating never runs it, so
 * any executable is named in its place. Without the development packages (a production install) an existing dist/ is kept.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { deriveSchema } from './derive-schema.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const compiler = 'node_modules/typescript/bin/tsc';
const began = Date.now();

if (!existsSync(`${root}${compiler}`)) {
  console.log(
    existsSync(`${root}dist/main.js`)
      ? 'prepare: no TypeScript here (production install); the compiled program in dist/ is used as it is'
      : 'prepare: no TypeScript here and no dist/; run "npm ci" with development packages once, or copy dist/ here',
  );
  process.exit(0);
}

const sqliteSchema = await readFile(`${root}prisma/schema.prisma`, 'utf8');
await mkdir(`${root}src/storage/generated`, { recursive: true });
await writeFile(`${root}src/storage/generated/postgresql.prisma`, deriveSchema(sqliteSchema));
await Promise.all(
  ['prisma/schema.prisma', 'src/storage/generated/postgresql.prisma'].map((schema) =>
    run('node_modules/prisma/build/index.js', ['generate', '--schema', schema]),
  ),
);
const generated = Date.now();
await run(compiler, ['-p', 'tsconfig.build.json']);
await copyPages();
console.log(
  `prepare: database clients generated in ${seconds(generated - began)} s, src/ compiled to dist/ in ${seconds(Date.now() - generated)} s`,
);
await import('./prepare-content.mjs');

/** Scripts and styles of pages are served as they are written. */
async function copyPages() {
  for (const folder of ['channels/web/page', 'reports/page']) {
    if (existsSync(`${root}src/${folder}`))
      await cp(`${root}src/${folder}`, `${root}dist/${folder}`, { recursive: true });
  }
}

/** Runs a script of node_modules; what it prints is shown only when it fails. */
function run(script, args) {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
      ...process.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (bytes) => (printed += bytes));
  child.stderr.on('data', (bytes) => (printed += bytes));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      if (code === 0) return resolve();
      console.error(`prepare: ${script} ${args.join(' ')} failed\n${printed}`);
      process.exit(1);
    });
  });
}

function seconds(ms) {
  return (ms / 1000).toFixed(1);
}
