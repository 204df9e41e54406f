import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newKnowledge } from '../../src/knowledge/knowledge.ts';
import { loadKnowledgeFiles } from '../support/knowledge-content.ts';

const scraps = readFileSync(join(import.meta.dirname, 'scraps.txt'), 'utf8')
  .trim()
  .split('\n');

describe('A scrap of talk, which tells nothing of what is asked', () => {
  const knowledge = newKnowledge({ ...loadKnowledgeFiles(), sensitive: [] });
  it.each(scraps)('%s: is asked about or offered choices, never answered', (scrap) => {
    expect(knowledge.answer(scrap, '2026-11-24').kind).not.toBe('answer');
  });
});
