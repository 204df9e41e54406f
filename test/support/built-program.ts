import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The compiled program as `npm start` runs it; compiled and prepared again first when a source is newer than it. */
export function builtProgram(): string {
  const main = join(root, 'dist/main.js');
  const compiledAt = existsSync(main) ? statSync(join(root, 'dist/.tsbuildinfo')).mtimeMs : 0;
  const newest = Math.max(
    ...readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('storage/generated'))
      .map((file) => statSync(join(root, 'src', file)).mtimeMs),
  );
  if (newest > compiledAt) {
    // Seconds since 1970: what is compiled now holds everything written before.
    const now = performance.timeOrigin / 1_000 + performance.now() / 1_000;
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
      cwd: root,
      stdio: 'inherit',
    });
    cpSync(join(root, 'src/channels/web/page'), join(root, 'dist/channels/web/page'), { recursive: true });
    // The compiler leaves its record alone when nothing it knows has changed.
    utimesSync(join(root, 'dist/.tsbuildinfo'), now, now);
    execFileSync(process.execPath, ['scripts/prepare-content.mjs'], { cwd: root, stdio: 'ignore' });
  }
  return main;
}
