import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder `prompts/` of this installation, whether the program runs from src/ or from dist/. */
export const promptsFolder = folderNamed('prompts');

function folderNamed(name: string): string {
  for (const up of ['../', '../../']) {
    const folder = fileURLToPath(new URL(`${up}${name}/`, import.meta.url));
    if (existsSync(folder)) return folder;
  }
  return fileURLToPath(new URL(`../${name}/`, import.meta.url));
}
