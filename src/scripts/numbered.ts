import type { Choice } from '../core/outgoing.ts';

/** Choices that say their own number: a pressed button and a typed number are then the same answer. */
export function numbered(labels: readonly string[]): Choice[] {
  return labels.map((label, i) => ({ label, says: String(i + 1) }));
}
