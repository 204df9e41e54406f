import { botSentences } from '../bot/bot-sentences.ts';
import { campaignSentences } from '../campaigns/campaign-sentences.ts';
import { webSentences } from '../channels/web/web-sentences.ts';
import { checkInsSentences } from '../check-ins/sentences.ts';
import type { Sentences } from '../core/texts.ts';
import { digestsSentences } from '../digests/sentences.ts';
import { helpProblemSentences, helpSentences } from '../help/sentences.ts';
import { planProblemSentences } from '../indicators/check-plans.ts';
import { formSheetDialogSentences } from '../indicators/form-sheet-dialog.ts';
import { formSentences } from '../indicators/officials-form.ts';
import { knowledgeProblemSentences, knowledgeSentences } from '../knowledge/sentences.ts';
import { organisationSentences, unitProblemSentences } from '../organisation/sentences.ts';
import { outboxSentences } from '../outbox/sentences.ts';
import { privacySentences } from '../privacy/sentences.ts';
import { reportsSentences } from '../reports/sentences.ts';
import { scriptsSentences } from '../scripts/sentences.ts';
import { contentSentences } from './content-sentences.ts';

/** Every sentence that the code says, with its placeholders; compared with `prompts/` both ways. */
export const declaredSentences: Sentences = {
  ...contentSentences,
  ...botSentences,
  ...knowledgeSentences,
  ...knowledgeProblemSentences,
  ...organisationSentences,
  ...unitProblemSentences,
  ...privacySentences,
  ...outboxSentences,
  ...campaignSentences,
  ...scriptsSentences,
  ...checkInsSentences,
  ...webSentences,
  ...helpSentences,
  ...helpProblemSentences,
  ...planProblemSentences,
  ...digestsSentences,
  ...reportsSentences,
  ...formSentences,
  ...formSheetDialogSentences,
};
