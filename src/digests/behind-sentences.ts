import type { Sentences } from '../core/texts.ts';

const toHer = ['chi', 'Chi'];
const placeholders: Readonly<Record<string, readonly string[]>> = {
  title: ['unit', 'day'],
  line: ['result', 'below'],
  below: ['n', 'asked'],
  how: [...toHer, 'id'],
  none: ['unit'],
  'units-title': ['unit', 'id', 'short', 'n', 'asked', 'day'],
  unit: ['unit', 'value'],
  'units-none': ['unit', 'id', 'short', 'day'],
  'not-below': ['unit', 'id', 'short'],
  more: ['n'],
  missing: ['names'],
  'missing-more': ['names', 'n'],
  hint: ['n', 'asked', 'missing', 'id'],
};

export const behindSentences: Sentences = {
  'digests.behind.words.behind': 'words',
  ...Object.fromEntries(Object.entries(placeholders).map(([key, names]) => [`digests.behind.${key}`, names])),
};
