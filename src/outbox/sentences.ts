import type { Sentences } from '../core/texts.ts';

export const outboxSentences: Sentences = {
  'outbox.sent-again': ['text'],
};
