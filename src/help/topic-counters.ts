import type { Period } from '../core/period.ts';

/** Few enough that one number could point at one person are not written down. */
export const countedFrom = 5;

/** How often each topic was asked about in a month; all questions on violence are one topic. Nothing else of a question is kept. */
export interface TopicCounters {
  /** How much to add to the month's number now: 0 until five came together, then five at once, so that no write tells when one question came. */
  note(topic: string, month: Period): number;
}

export function newTopicCounters(): TopicCounters {
  const waiting = new Map<string, number>();
  return {
    note(topic, month) {
      const key = `${month} ${topic}`;
      for (const old of waiting.keys()) if (old < month) waiting.delete(old);
      const n = (waiting.get(key) ?? 0) + 1;
      waiting.set(key, n % countedFrom);
      return n === countedFrom ? countedFrom : 0;
    },
  };
}
