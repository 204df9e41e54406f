/** One message of ours, before a channel gives it its own form. Texts are plain: no markup of any platform. */
export interface Outgoing {
  text: string;
  /** Short answers she can give. Buttons where the channel has them, and always reachable by number or word. */
  choices?: readonly Choice[];
  photo?: { png: Uint8Array; alt: string };
  file?: { name: string; bytes: Uint8Array; mediaType: string };
}

export interface Choice {
  /** What the button or the numbered line shows. */
  label: string;
  /** What the bot receives when it is chosen, as if she had typed it. */
  says: string;
}

export function plain(text: string, choices?: readonly Choice[]): Outgoing {
  return choices ? { text, choices } : { text };
}
