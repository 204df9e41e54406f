import { type Campaign, campaignHead, campaignOf } from '../campaigns/campaign-schema.ts';
import { checkCampaigns, checkPicture } from '../campaigns/check-campaigns.ts';
import type { ContentReader } from './content-reader.ts';

/** The campaigns of `prompts/campaigns/`; `year` is the one for which their messages are reckoned against the caps. */
export function readCampaigns(reader: ContentReader, year: number): Campaign[] {
  const files = reader.markdownFolder('campaigns', campaignHead);
  reader.problems.push(...checkCampaigns(files, reader.texts, year));
  return files.map((file) => {
    const { picture } = file.value.head;
    const bytes = picture === undefined ? null : reader.bytesOf(`campaigns/${picture}`);
    const problem = checkPicture(file, bytes, reader.texts);
    if (problem) reader.problems.push(problem);
    return campaignOf(file, bytes);
  });
}
