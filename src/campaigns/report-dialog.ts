import { z } from 'zod';
import { type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import type { CampaignParts } from './parts.ts';
import { called } from './render-pushes.ts';

export const reportDialogId = 'campaigns.report';

const state = z.object({ campaign: z.string() });
type State = z.infer<typeof state>;

/** One question, what the branch did for a campaign; her answer opens a check-in as one of the campaign's activities. */
export function newReportDialog({ texts, campaigns, checkIn }: CampaignParts): Dialog<State> {
  const campaignOf = (given: unknown) => {
    const read = state.safeParse(given);
    return campaigns.find(({ id }) => read.success && id === read.data.campaign);
  };
  const say = (said: Said, key: string, short: string): Outgoing =>
    plain(texts.say(`campaigns.${key}`, { short, ...called(said.standing?.person) }));

  return {
    id: reportDialogId,
    async begin(said, opening): Promise<Step<State>> {
      const campaign = campaignOf(opening);
      if (!campaign) return justSay(say(said, 'over', ''));
      return {
        kind: 'next',
        says: [say(said, 'what_done', campaign.short)],
        changes: [],
        state: { campaign: campaign.id },
      };
    },
    async answer(given, said): Promise<Step<State>> {
      const campaign = campaignOf(given);
      if (!campaign) return justSay(say(said, 'over', ''));
      if (said.text.trim().length < 2) return { kind: 'not-understood', retry: say(said, 'what_done', campaign.short) };
      const opening = checkIn.opening(`${campaign.mention} ${said.text}`);
      return { kind: 'next', says: [], changes: [], state: null, then: { dialog: checkIn.dialog, opening } };
    },
    askAgain: (given, said) => say(said, 'what_done', campaignOf(given)?.short ?? ''),
  };
}
