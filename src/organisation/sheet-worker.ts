import { parentPort, workerData } from 'node:worker_threads';
import { readSheetFile } from './sheet.ts';

/** The thread of `sheet-aside.ts`: reads one file and ends. */
parentPort?.postMessage(await readSheetFile(workerData as Uint8Array));
