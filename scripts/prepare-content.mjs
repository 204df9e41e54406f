/**
 * Reads and checks prompts/ once, so that a start of the compiled program need not (src/content/prepared-content.ts). Without prompts/
 * (when only the program is built), and when the content has problems, nothing is prepared: `npm start` then reads the folder, or lists
 * every problem and stops.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const prompts = fileURLToPath(new URL('../prompts/', import.meta.url));
const { prepareContent } = await import('../dist/content/prepared-content.js');
const began = Date.now();
if (!existsSync(prompts)) console.log('prepare: no prompts/ here; they are read at the start');
else
  await prepareContent(prompts).then(
    () => console.log(`prepare: prompts/ read and checked in ${((Date.now() - began) / 1000).toFixed(1)} s`),
    (error) => console.log(`prepare: ${error.message}`),
  );
