import { ContentReader } from '../../src/content/content-reader.ts';
import { type KnowledgeFiles, readKnowledgeFiles } from '../../src/content/knowledge-content.ts';
import type { ContentProblem } from '../../src/core/content-problem.ts';
import type { Texts } from '../../src/core/texts.ts';
import { promptsFolder } from '../../src/paths.ts';

/** The knowledge as it stands in prompts/, with what is wrong with it. */
export function loadKnowledgeFiles(): KnowledgeFiles & { texts: Texts; problems: readonly ContentProblem[] } {
  const reader = new ContentReader(promptsFolder);
  const files = readKnowledgeFiles(reader);
  const problems = [...reader.problems];
  return { ...files, texts: reader.readAllSentences({}), problems };
}
