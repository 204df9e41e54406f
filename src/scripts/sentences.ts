import type { Sentences } from '../core/texts.ts';

const toHer = ['chi', 'Chi'] as const;

/** What every script says and the words it hears at every question. */
export const scriptsSentences: Sentences = {
  'scripts.words.cancel': 'words',
  'scripts.words.back': 'words',
  'scripts.words.skip': 'words',
  'scripts.words.edit': 'words',
  'scripts.words.yes': 'words',
  'scripts.words.no': 'words',
  'scripts.words.polite': 'words',
  'scripts.cancelled': toHer,
  'scripts.restarted': toHer,
  'scripts.continue': toHer,
  'scripts.cannot-skip': toHer,
  'scripts.nothing-before': toHer,
  'scripts.retry.choice': toHer,
  'scripts.retry.confirm': toHer,
  'scripts.retry.number': toHer,
  'scripts.retry.text': toHer,
  'scripts.retry.edit': toHer,
};
