import type { Sentences } from '../core/texts.ts';

/** How problems of content are said; in `prompts/problems.yaml` under `content`. */
export const contentSentences: Sentences = {
  'problems.content.syntax': [],
  'problems.content.empty': [],
  'problems.content.front_matter': [],
  'problems.content.missing': ['key'],
  'problems.content.unknown_key': ['key'],
  'problems.content.wrong_type': ['key', 'expected'],
  'problems.content.not_in_list': ['key', 'values'],
  'problems.content.too_short': ['key', 'limit'],
  'problems.content.too_long': ['key', 'limit'],
  'problems.content.other': ['key'],
  'problems.content.day': [],
  'problems.content.time': [],
  'problems.content.sentence_missing': ['key'],
  'problems.content.sentence_unused': ['key'],
  'problems.content.sentence_not_words': ['key'],
  'problems.content.words_not_sentence': ['key'],
  'problems.content.placeholder_unknown': ['key', 'placeholder', 'allowed'],
  'problems.content.duplicate': ['key', 'line'],
  'problems.content.type_string': [],
  'problems.content.type_number': [],
  'problems.content.type_boolean': [],
  'problems.content.type_array': [],
  'problems.content.type_object': [],
  'problems.content.type_date': [],
};
