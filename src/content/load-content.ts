import type { Campaign } from '../campaigns/campaign-schema.ts';
import type { LexiconFiles } from '../check-ins/understanding/lexicon.ts';
import { systemClock } from '../core/clock.ts';
import { dayOf } from '../core/day.ts';
import type { Texts } from '../core/texts.ts';
import { type DemonstrationContent, demonstrationSchema } from '../demonstration/demonstration-content.ts';
import { type DangerLexicon, dangerLexiconSchema } from '../help/danger-lexicon.ts';
import type { HelpContent } from '../help/help-content.ts';
import type { Plan } from '../indicators/plan-schema.ts';
import { readCampaigns } from './campaign-content.ts';
import { readCheckInLexicon } from './check-in-lexicon.ts';
import { ContentReader } from './content-reader.ts';
import { declaredSentences } from './declared-sentences.ts';
import { readHelpContent, readSensitiveWords } from './help-content.ts';
import { type KnowledgeFiles, readKnowledgeFiles } from './knowledge-content.ts';
import { readPlans } from './plan-content.ts';

/** Everything under `prompts/`, checked. */
export interface Content {
  texts: Texts;
  danger: DangerLexicon;
  sensitive: readonly string[];
  checkIns: LexiconFiles;
  knowledge: KnowledgeFiles;
  campaigns: readonly Campaign[];
  plans: readonly Plan[];
  help: HelpContent;
  demonstration: DemonstrationContent;
}

/** Reads the folder. Throws TA-CONTENT-001 with every problem, file and line, in Vietnamese; then nothing starts. */
export function loadContent(folder: string): Content {
  const reader = new ContentReader(folder);
  const content = readContent(reader);
  reader.throwProblems();
  return content;
}

/** Reads what can be read; what is wrong stands in the reader. Only of use when it has no problems. */
export function readContent(reader: ContentReader): Content {
  const texts = reader.readAllSentences(declaredSentences);
  return {
    texts,
    danger: reader.yaml('lexicon/danger.yaml', dangerLexiconSchema)?.value as DangerLexicon,
    sensitive: readSensitiveWords(reader),
    help: readHelpContent(reader),
    demonstration: reader.yaml('demonstration/organisation.yaml', demonstrationSchema)?.value as DemonstrationContent,
    checkIns: readCheckInLexicon(reader),
    knowledge: readKnowledgeFiles(reader),
    campaigns: readCampaigns(reader, Number(dayOf(systemClock.now()).slice(0, 4))),
    plans: readPlans(reader),
  };
}
