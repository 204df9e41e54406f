import { Worker } from 'node:worker_threads';
import { seconds } from '../core/clock.ts';
import { largestFile, type SheetFile } from './sheet.ts';

/** Reading takes a second or two for the largest file that is taken; what takes longer is no honest spreadsheet. */
const longestMs = seconds(60);
const memoryMb = 768;

/**
 * Reads a spreadsheet as `readSheetFile` does, in a thread of its own: whoever sends a large file holds up nobody, and one that
 * unfolds to more than fits is too large, not the end of the program.
 */
export function readSheetAside(bytes: Uint8Array): Promise<SheetFile> {
  if (bytes.length > largestFile) return Promise.resolve({ ok: false, because: 'too-large' });
  const worker = newWorker(bytes);
  return new Promise<SheetFile>((resolve, reject) => {
    const timer = setTimeout(() => resolve({ ok: false, because: 'too-large' }), longestMs);
    timer.unref();
    worker.once('message', resolve);
    worker.once('error', (error: Error & { code?: string }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ ok: false, because: 'too-large' });
      else reject(error);
    });
    worker.once('exit', () => clearTimeout(timer));
  }).finally(() => void worker.terminate());
}

/** A built program starts its own file; the sources (development, tests) need their loader, which a thread does not inherit. */
function newWorker(bytes: Uint8Array): Worker {
  const options = { workerData: bytes, resourceLimits: { maxOldGenerationSizeMb: memoryMb } };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./sheet-worker.js', import.meta.url), options);
  const file = JSON.stringify(new URL('./sheet-worker.ts', import.meta.url).href);
  const start = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${file}, ${file}))`;
  return new Worker(start, { ...options, eval: true });
}
