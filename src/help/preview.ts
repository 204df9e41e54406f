import { nfc } from '../language/fold.ts';
import { matchPhrase } from '../language/slips.ts';
import { tokenise } from '../language/tokenise.ts';

/** What a locked screen may show of a message (design section 11). */
export const previewLength = 80;

/** The words of `prompts/lexicon/sensitive.yaml` that begin within the first 80 characters of a message. */
export function sensitiveInPreview(text: string, words: readonly string[]): string[] {
  const message = nfc(text);
  const tokens = tokenise(message.slice(0, previewLength + 40));
  const found = new Set<string>();
  for (const [at, token] of tokens.entries()) {
    if (token.span.from >= previewLength) break;
    for (const word of words) if (matchPhrase(tokens, at, word) > 0) found.add(word);
  }
  return [...found];
}

/** Whether the first 80 characters of a message may be seen by anybody. */
export function previewIsNeutral(text: string, words: readonly string[]): boolean {
  return sensitiveInPreview(text, words).length === 0;
}
