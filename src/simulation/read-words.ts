import type { z } from 'zod';
import { ContentReader } from '../content/content-reader.ts';
import { promptsFolder } from '../paths.ts';

/** `prompts/simulation/<name>.yaml`. Throws OperatorError with every problem of the file. */
export function readWords<T>(name: string, schema: z.ZodType<T>): T {
  const reader = new ContentReader(promptsFolder);
  reader.readAllSentences({});
  reader.problems.length = 0; // the content check tells of other files
  const read = reader.yaml(`simulation/${name}.yaml`, schema);
  reader.throwProblems();
  return read?.value as T;
}
