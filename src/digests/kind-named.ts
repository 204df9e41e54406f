import type { PeriodKind } from '../core/period.ts';
import { type ReportKind, reviewKinds } from '../indicators/deadlines.ts';
import { fold } from '../language/fold.ts';
import type { DigestParts } from './parts.ts';

const periodKinds: readonly PeriodKind[] = ['week', 'month', 'half-year', 'year', 'plan-year'];

/** The kind of period that is named ("tháng", "6 tháng"); null when none is. */
export function kindNamed(parts: Pick<DigestParts, 'texts'>, text: string): PeriodKind | null {
  return named(parts, text, periodKinds);
}

/** The kind of report that is named, reviews among them ("sơ kết"); null when none is. */
export function reportKindNamed(parts: Pick<DigestParts, 'texts'>, text: string): ReportKind | null {
  return named<ReportKind>(parts, text, [...periodKinds, ...reviewKinds]);
}

function named<Kind extends ReportKind>(
  { texts }: Pick<DigestParts, 'texts'>,
  text: string,
  kinds: readonly Kind[],
): Kind | null {
  const said = fold(text).trim();
  return (
    kinds
      .flatMap((kind) => texts.words(`digests.commands.kinds.${kind}`).map((word) => ({ kind, word: fold(word) })))
      .filter(({ word }) => said === word || said.startsWith(`${word} `))
      .sort((a, b) => b.word.length - a.word.length)[0]?.kind ?? null
  );
}
