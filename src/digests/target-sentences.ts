import type { Sentences } from '../core/texts.ts';

const toHer = ['chi', 'Chi'];
const placeholders: Readonly<Record<string, readonly string[]>> = {
  how: [],
  'not-this': ['id'],
  'not-there': ['id', 'unit'],
  'no-such-unit': ['text'],
  several: ['text'],
  'not-zero': [],
  'over-hundred': [],
  'by-plan': [],
  settled: ['id', 'short', 'unit', 'n', 'before'],
  'sum-right': ['sum', 'whole'],
  'sum-less': ['sum', 'whole', 'rest'],
  'sum-more': ['sum', 'whole', 'rest'],
  'whole-first': ['id'],
  'not-split': ['id'],
  'too-few': ['id', 'n', 'units'],
  'split-done': ['id', 'n', 'units'],
  share: ['unit', 'n'],
  'share-more': ['n'],
  'history-how': [],
  'history-none': ['id', 'unit'],
  'history-title': ['id', 'unit'],
  'history-line': ['day', 'before', 'n', 'by'],
};

export const targetSentences: Sentences = {
  'digests.targets.words.split': 'words',
  'digests.targets.words.clear': 'words',
  ...Object.fromEntries(
    Object.entries(placeholders).map(([key, names]) => [`digests.targets.${key}`, [...toHer, ...names]]),
  ),
};
