import { fileURLToPath } from 'node:url';
import { type CampaignFile, campaignHead } from '../../src/campaigns/campaign-schema.ts';
import { campaignSentences } from '../../src/campaigns/campaign-sentences.ts';
import { ContentReader } from '../../src/content/content-reader.ts';
import type { Texts } from '../../src/core/texts.ts';

const prompts = fileURLToPath(new URL('../../prompts/', import.meta.url));

/** The campaigns and sentences that ship, read as the program reads them. */
export function readCampaignContent(folder = prompts): { files: CampaignFile[]; texts: Texts; reader: ContentReader } {
  const reader = new ContentReader(folder);
  const texts = new ContentReader(prompts).readAllSentences(campaignSentences);
  return { files: reader.markdownFolder('campaigns', campaignHead), texts, reader };
}
