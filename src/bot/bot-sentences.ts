import type { Sentences } from '../core/texts.ts';

const person = ['chi', 'Chi'];

/** In `prompts/phrases/bot.yaml`. */
export const botSentences: Sentences = {
  'bot.hello': person,
  'bot.hello_citizen': [],
  'bot.not_understood': person,
  'bot.not_understood_citizen': [],
  'bot.only_text': person,
  'bot.only_text_citizen': [],
  'bot.too_long': person,
  'bot.too_long_citizen': [],
  'bot.slower': [],
  'bot.cancelled': person,
  'bot.nothing_to_cancel': person,
  'bot.something_sleeps': person,
  'bot.back': [...person, 'day'],
  'bot.failed': [],
  'bot.neutral_question': person,
  'bot.what_stays': person,
  'bot.left': [],
  'bot.in_group': [],
  'bot.in_group_link': ['link'],
  'bot.go_on': 'words',
  'bot.continue': 'words',
  'bot.cancel': 'words',
  'bot.greetings': 'words',
};
