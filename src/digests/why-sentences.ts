import type { Sentences } from '../core/texts.ts';

const toHer = ['chi', 'Chi'];

function each(prefix: string, names: readonly string[], placeholders: readonly string[]): Sentences {
  return Object.fromEntries(names.map((name) => [`digests.why.${prefix}.${name}`, placeholders]));
}

export const whySentences: Sentences = {
  'digests.why.words.more': 'words',
  'digests.why.words.page': 'words',
  'digests.why.title': ['result', 'unit'],
  'digests.why.intro': ['first', 'upTo'],
  'digests.why.line': ['day', 'unit', 'what', 'who'],
  'digests.why.stated': ['year', 'unit', 'what', 'who'],
  'digests.why.sent': ['day', 'unit', 'report'],
  ...each('by', ['reporter', 'official', 'unknown'], ['day']),
  'digests.why.what.activity': ['type', 'campaign', 'topics', 'participants'],
  'digests.why.what.campaign': ['campaign'],
  'digests.why.what.topics': ['topics'],
  'digests.why.what.participants': ['n'],
  ...each('what', ['founded', 'strengthened'], ['model']),
  ...each('what', ['help', 'reached-one', 'nomination', 'number'], ['n']),
  'digests.why.what.reached': ['n', 'set'],
  'digests.why.what.stated': ['label', 'value'],
  ...each('label', ['households', 'households-informed', 'households-committed', 'convention', 'other'], []),
  'digests.why.left': ['n'],
  'digests.why.left-about': ['n', 'id'],
  'digests.why.none': [],
  'digests.why.which': toHer,
  'digests.why.guarded': [],
  'digests.why.nothing-more': toHer,
};
