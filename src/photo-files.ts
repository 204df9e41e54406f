import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sealing } from './core/sealing.ts';

/** Photos of activities: sealed files beside the database, named by their id. */
export interface PhotoFiles {
  /** Seals and writes the bytes; resolves to the file's name. Writing the same id again replaces it. */
  save(id: string, bytes: Uint8Array): Promise<string>;
  read(fileName: string): Promise<Uint8Array>;
  remove(fileName: string): Promise<void>;
  /** Every file there is, with the instant it was written; half-written ones of a crash among them. */
  list(): Promise<{ fileName: string; writtenAt: Date }[]>;
}

export function newPhotoFiles(folder: string, sealing: Sealing): PhotoFiles {
  return {
    async save(id, bytes) {
      const fileName = `${id}.sealed`;
      await mkdir(folder, { recursive: true });
      const whole = join(folder, fileName);
      await writeFile(`${whole}.part`, sealing.seal(Buffer.from(bytes).toString('base64')), { mode: 0o600 });
      await rename(`${whole}.part`, whole);
      return fileName;
    },
    async read(fileName) {
      return Buffer.from(sealing.open(await readFile(join(folder, fileName), 'utf8')), 'base64');
    },
    async remove(fileName) {
      await rm(join(folder, fileName), { force: true });
    },
    async list() {
      await mkdir(folder, { recursive: true });
      const names = (await readdir(folder)).filter((name) => /\.sealed(?:\.part)?$/u.test(name));
      return Promise.all(
        names.map(async (fileName) => ({ fileName, writtenAt: (await stat(join(folder, fileName))).mtime })),
      );
    },
  };
}
