import type { ChannelAbilities } from './channel.ts';
import type { Choice, Outgoing } from './outgoing.ts';

export interface RenderedPart {
  text: string;
  /** Only on the last part, and only where the channel has buttons. */
  buttons: readonly Choice[];
}

/**
 * One message of ours in the form a channel can show: numbered lines under the text, buttons as well where it has them,
 * split at paragraphs, sentences or words under its limit. Pure; loses no character but the white space at a cut.
 */
export function renderFor(abilities: ChannelAbilities, message: Outgoing): RenderedPart[] {
  const choices = message.choices ?? [];
  const menu = choices.map((choice, i) => `${i + 1}  ${choice.label}`).join('\n');
  const text = menu ? `${message.text}\n${menu}` : message.text;
  const parts = splitText(text, abilities.maxTextLength);
  return parts.map((part, i) => ({ text: part, buttons: abilities.buttons && i === parts.length - 1 ? choices : [] }));
}

/** Cuts a text into parts of at most `limit` UTF-16 units, at the latest paragraph, line, sentence or word that fits. */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const cut = lastCut(rest, limit);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  if (rest || parts.length === 0) parts.push(rest);
  return parts;
}

function lastCut(text: string, limit: number): number {
  const head = text.slice(0, limit);
  for (const mark of ['\n\n', '\n', '. ', '? ', '; ', ', ', ' ']) {
    const at = head.lastIndexOf(mark);
    // A cut in the first third would leave a stub; then the next finer mark is better.
    if (at > limit / 3) return at + mark.length;
  }
  // Never between the halves of a surrogate pair.
  return /[\uD800-\uDBFF]$/.test(head) ? limit - 1 : limit;
}
