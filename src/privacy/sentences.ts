import type { Sentences } from '../core/texts.ts';

/** What is said of a person's data (prompts/phrases/privacy.yaml). */
export const privacySentences: Sentences = {
  'privacy.title_of_unknown': 'words',
  'privacy.yes': 'words',
  'privacy.no': 'words',
  'privacy.command.erase': 'words',
  'privacy.command.export': 'words',
  'privacy.erase.ask': ['chi', 'Chi'],
  'privacy.erase.stays': ['chi', 'Chi'],
  'privacy.erase.done': ['chi', 'Chi'],
  'privacy.erase.nothing': [],
  'privacy.export.here': ['chi', 'Chi'],
  'privacy.export.nothing': [],
};
