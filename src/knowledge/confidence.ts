import type { Hit } from './search-index.ts';

export type Decision = 'answer' | 'choices' | 'unknown' | 'out-of-scope';

/** Found on the part of the golden set that is for tuning; the test prints what they give on the rest. */
export const thresholds = {
  /** From here on the best hit is the answer. */
  answer: 0.44,
  /** From here on the best hits are offered to choose from. */
  choices: 0.2,
  /** So near to the best hit another may be meant as well; what is farther off gives way to what the entry itself names. */
  alsoNear: 0.8,
  /** So near to the best hit a subject that is not ours takes the place of an answer, and so near it leaves only choices. */
  foreignWins: 0.95,
  foreignDoubts: 0.75,
  /** What names none of our subjects may only share some words: to be answered, or offered choices, it has to fit better. */
  answerWithoutSubject: 0.58,
  choicesWithoutSubject: 0.25,
  /** So few words without a subject are a greeting or a scrap of talk, unless they fit this well. */
  scrap: 4,
  scrapAnswered: 0.72,
  /** One word, or two that may be the name of a place, ask for an entry only where a subject is named. */
  bareWords: 2,
  bareAnswered: 0.8,
  /** Of so short a message nearly all has to stand in the entry. */
  bareCovered: 0.9,
  /** Words that stand in very many entries tell nothing ("có được không"): then a way of asking has to be this near. */
  thinInformation: 4,
  thinNearest: 0.45,
  /** What is like no way of asking is a guess: offered, not said. */
  guessNearest: 0.25,
  /** A long story says much besides its question, so it fits nothing closely; so much less is asked of it. */
  longStory: 0.1,
  longFrom: 25,
};

/** How sure it is that the best hit answers, 0 to 1: how well it fits, more where nothing else fits nearly as well. */
export function confidenceOf(best: Hit, second: Hit | undefined): number {
  const lead = second ? Math.min(1, (best.score - second.score) / 0.3) : 1;
  return Math.max(0, Math.min(1, 0.9 * best.score + 0.1 * lead));
}

export interface Evidence {
  best: Hit;
  confidence: number;
  /** How well the best of the subjects that are not ours fits. */
  foreign: number;
  /** How many groups of words in the question tell a subject of ours. */
  subjects: number;
  /** Of the question, in words. */
  length: number;
}

export function decide({ best, confidence, foreign, subjects, length }: Evidence): Decision {
  if (length <= thresholds.bareWords) {
    if (best.covered < thresholds.bareCovered) return 'unknown';
    if (subjects === 0 && confidence < thresholds.bareAnswered) return 'unknown';
  }
  if (foreign >= best.score * thresholds.foreignWins) return 'out-of-scope';
  if (subjects === 0 && length <= thresholds.scrap && confidence < thresholds.scrapAnswered) return 'unknown';
  const doubtful = foreign >= best.score * thresholds.foreignDoubts;
  const ease = length >= thresholds.longFrom ? thresholds.longStory : 0;
  const answerFrom = subjects > 0 ? thresholds.answer - ease : thresholds.answerWithoutSubject;
  const choicesFrom = subjects > 0 ? thresholds.choices - ease : thresholds.choicesWithoutSubject;
  const isThin = best.information < thresholds.thinInformation && best.nearest < thresholds.thinNearest;
  if (isThin && subjects === 0) return 'unknown';
  const isGuess = isThin || best.nearest < thresholds.guessNearest;
  if (confidence >= answerFrom && !doubtful && !isGuess) return 'answer';
  return confidence >= choicesFrom ? 'choices' : 'unknown';
}
