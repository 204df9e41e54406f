import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readYaml } from '../../src/content/yaml-file.ts';
import { realTexts } from '../support/texts.ts';

const texts = realTexts();
const schema = z.strictObject({
  title: z.string(),
  sources: z.array(z.strictObject({ law: z.string(), article: z.number() })),
  note: z.string().optional(),
});

function linesOfProblems(text: string, firstLine?: number): number[] {
  const read = readYaml({ file: 'prompts/x.yaml', text, ...(firstLine ? { firstLine } : {}) }, schema, texts);
  if (read.ok) throw new Error('the file was taken for a right one');
  return read.problems.map(({ line }) => line);
}

describe('A problem in a file of content is named with its line', () => {
  it('when a value deep in a list is of the wrong kind', () => {
    const text = 'title: Một\nsources:\n  - { law: 52/2014, article: 8 }\n  - law: 13/2022\n    article: mười\n';
    expect(linesOfProblems(text)).toEqual([5]);
  });

  it('when a key is misspelt, also after a text of several lines', () => {
    expect(linesOfProblems('title: |\n  Một\n  hai\n"sources": []\nnoet: x\n')).toEqual([5]);
  });

  it('when a key is missing: the line of what should hold it', () => {
    expect(linesOfProblems('title: Một\nsources:\n  - law: 13/2022\n')).toEqual([3]);
  });

  it('when the file is no YAML', () => {
    expect(linesOfProblems('title: Một\nsources: [\nnote: x\n')).toHaveLength(1);
    expect(linesOfProblems('title: Một\n\tsources: []\n')).toEqual([2]);
  });

  it('when a key stands twice', () => {
    expect(linesOfProblems('title: Một\nsources: []\ntitle: Hai\n')).toEqual([3]);
  });

  it('counted from the beginning of the file when the text is a part of it', () => {
    expect(linesOfProblems('title: 5\nsources: []\n', 2)).toEqual([2]);
  });

  it('when it is empty', () => {
    expect(linesOfProblems('')).toEqual([1, 1]);
  });
});

describe('A line of a right file', () => {
  it('is known for each value, for checks that come later', () => {
    const read = readYaml(
      { file: 'x', text: 'title: Một\nsources:\n  - law: 1/2020\n    article: 2\n', firstLine: 2 },
      schema,
      texts,
    );
    if (!read.ok) throw new Error('refused');
    expect(read.lineOf(['sources', 0, 'article'])).toBe(5);
    expect(read.lineOf(['sources', 7, 'law'])).toBe(3);
    expect(read.lineOf([])).toBe(2);
  });
});
