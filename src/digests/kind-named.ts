import type { PeriodKind } from '../core/period.ts';
import { fold } from '../language/fold.ts';
import type { DigestParts } from './parts.ts';

/** The kind of period that is named ("tháng", "6 tháng"); null when none is. */
export function kindNamed({ texts }: Pick<DigestParts, 'texts'>, text: string): PeriodKind | null {
  const said = fold(text).trim();
  const kinds: readonly PeriodKind[] = ['week', 'month', 'half-year', 'year', 'plan-year'];
  return (
    kinds
      .flatMap((kind) => texts.words(`digests.commands.kinds.${kind}`).map((word) => ({ kind, word: fold(word) })))
      .filter(({ word }) => said === word || said.startsWith(`${word} `))
      .sort((a, b) => b.word.length - a.word.length)[0]?.kind ?? null
  );
}
