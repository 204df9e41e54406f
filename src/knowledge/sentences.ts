import type { Sentences } from '../core/texts.ts';

export const knowledgeSentences: Sentences = {
  'knowledge.answer.before': [],
  'knowledge.answer.sources': ['sources'],
  'knowledge.answer.law': ['title', 'number'],
  'knowledge.answer.article': ['article', 'law'],
  'knowledge.answer.help_line': [],
  'knowledge.ask_about': ['title'],
  'knowledge.action.help_card': [],
  'knowledge.action.help_card_says': [],
  'knowledge.action.commune_services': [],
  'knowledge.action.commune_services_says': [],
  'knowledge.action.handover': [],
  'knowledge.action.handover_says': [],
  'knowledge.choices': [],
  'knowledge.under_review': [],
  'knowledge.unknown': [],
  'knowledge.unknown_scrap': [],
  'knowledge.out_of_scope': [],
  'knowledge.refusal.injection': [],
  'knowledge.refusal.insult': [],
  'knowledge.refusal.spam': [],
  'knowledge.refusal.other_person': [],
  'knowledge.refusal.who_is_beaten': [],
  'knowledge.refusal.petition': [],
  'knowledge.refusal.medical': [],
  'knowledge.refusal.criminal': [],
  'knowledge.refusal.other_language': [],
  'knowledge.refusal.gibberish': [],
  'knowledge.refusal.report': [],
  'knowledge.refusal.greeting': [],
};

/** How problems of the entries and their lexicons are said; in `prompts/problems.yaml`. */
export const knowledgeProblemSentences: Sentences = {
  'problems.knowledge.sources_or_versions': [],
  'problems.knowledge.text_missing': [],
  'problems.knowledge.part_without_version': [],
  'problems.knowledge.version_without_part': [],
  'problems.knowledge.law_unknown': ['law'],
  'problems.knowledge.related_unknown': ['related'],
  'problems.knowledge.synonym_repeated': ['phrase'],
};
