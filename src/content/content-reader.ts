import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import type { ContentProblem } from '../core/content-problem.ts';
import { OperatorError } from '../core/errors.ts';
import type { Sentences, Texts } from '../core/texts.ts';
import { type Markdown, readMarkdown } from './markdown-file.ts';
import { compareSentences, readSentences, type SentenceTable } from './sentences.ts';
import { newTexts } from './texts.ts';
import { type LineOf, readYaml } from './yaml-file.ts';

export interface ReadFile<T> {
  /** The file's name without its ending. */
  id: string;
  /** As problems name it: `prompts/plans/ty.yaml`. */
  file: string;
  value: T;
  lineOf: LineOf;
}

/**
 * Reads files under `prompts/` and gathers what is wrong with them, so that all problems come at once. A file with problems
 * yields null; whoever reads goes on with the others.
 */
export class ContentReader {
  readonly problems: ContentProblem[] = [];
  readonly sentences: SentenceTable = new Map();
  readonly texts: Texts = newTexts(this.sentences);
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#readSentenceFile('problems.yaml', 'problems');
  }

  /** Every sentence: phrases, check-ins, digests; compared with what the features declare. */
  readAllSentences(declared: Sentences): Texts {
    for (const [folder, prefix] of [
      ['phrases', ''],
      ['check-ins', 'check-ins.'],
      ['digests', 'digests.'],
    ] as const) {
      for (const file of this.#filesOf(folder, '.yaml'))
        this.#readSentenceFile(`${folder}/${file}`, prefix + basename(file, '.yaml'));
    }
    this.problems.push(...compareSentences(declared, this.sentences, this.texts));
    return this.texts;
  }

  yaml<T>(path: string, schema: z.ZodType<T>): ReadFile<T> | null {
    const read = readYaml({ file: `prompts/${path}`, text: this.#textOf(path) }, schema, this.texts);
    if (!read.ok) {
      this.problems.push(...read.problems);
      return null;
    }
    return { id: basename(path, '.yaml'), file: `prompts/${path}`, value: read.value, lineOf: read.lineOf };
  }

  yamlFolder<T>(folder: string, schema: z.ZodType<T>): ReadFile<T>[] {
    return this.#filesOf(folder, '.yaml').flatMap((file) => this.yaml(`${folder}/${file}`, schema) ?? []);
  }

  markdownFolder<T>(folder: string, schema: z.ZodType<T>): ReadFile<Markdown<T>>[] {
    return this.#filesOf(folder, '.md').flatMap((name) => {
      const file = `prompts/${folder}/${name}`;
      const read = readMarkdown({ file, text: this.#textOf(`${folder}/${name}`) }, schema, this.texts);
      if (read.ok) return [{ id: basename(name, '.md'), file, value: read.value, lineOf: read.value.lineOf }];
      this.problems.push(...read.problems);
      return [];
    });
  }

  /** A file that is no text; null when it is not there. */
  bytesOf(path: string): Uint8Array | null {
    const whole = join(this.#folder, path);
    return existsSync(whole) ? readFileSync(whole) : null;
  }

  report(file: string, line: number, text: string): void {
    this.problems.push({ file, line, text });
  }

  /** Throws TA-CONTENT-001 with every problem, one a line, when there is any. */
  throwProblems(): void {
    if (this.problems.length === 0) return;
    const lines = [...this.problems]
      .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
      .map(({ file, line, text }) => `${file}:${line}  ${text}`);
    throw new OperatorError(
      'TA-CONTENT-001',
      `${lines.length} problem(s) in the content; mend them and start again.\n${lines.join('\n')}`,
      {
        place: 'prompts/',
      },
    );
  }

  #readSentenceFile(path: string, prefix: string): void {
    this.problems.push(
      ...readSentences({ file: `prompts/${path}`, text: this.#textOf(path) }, prefix, this.sentences, this.texts),
    );
  }

  #textOf(path: string): string {
    const whole = join(this.#folder, path);
    return existsSync(whole) ? readFileSync(whole, 'utf8') : '';
  }

  #filesOf(folder: string, ending: string): string[] {
    const whole = join(this.#folder, folder);
    return existsSync(whole)
      ? readdirSync(whole)
          .filter((file) => file.endsWith(ending))
          .sort()
      : [];
  }
}
