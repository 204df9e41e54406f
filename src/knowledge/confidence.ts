import type { Hit } from './search-index.ts';

export type Decision = 'answer' | 'choices' | 'unknown' | 'out-of-scope';

/** Found on the part of the golden set that is for tuning; the test prints what they give on the rest. */
export const thresholds = {
  /** From here on the best hit is the answer. */
  answer: 0.42,
  /** From here on the best hits are offered to choose from. */
  choices: 0.24,
  /** A question that speaks of a subject not ours has to fit this well to be answered all the same. */
  despiteForeign: 0.75,
  /** A long story says much besides its question, so it fits nothing closely; so much less is asked of it. */
  longStory: 0.1,
  longFrom: 25,
};

/** How sure it is that the best hit answers, 0 to 1: how well it fits, more where nothing else fits nearly as well. */
export function confidenceOf(best: Hit, second: Hit | undefined): number {
  const lead = second ? Math.min(1, (best.score - second.score) / 0.3) : 1;
  return Math.max(0, Math.min(1, 0.9 * best.score + 0.1 * lead));
}

/** `strangers`: how many of the question's words speak of subjects that are not ours. */
export function decide(best: Hit, confidence: number, strangers: number, length: number): Decision {
  const ease = length >= thresholds.longFrom ? thresholds.longStory : 0;
  if (strangers > 0 && strangers * 8 >= length && confidence < thresholds.despiteForeign) return 'out-of-scope';
  if (confidence >= thresholds.answer - ease) return 'answer';
  if (confidence >= thresholds.choices - ease) return 'choices';
  return best.score > 0.1 ? 'unknown' : 'out-of-scope';
}
