import { nfc } from '../../language/fold.ts';

const links =
  /(?:https?:\/\/|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|vn|me|info|io|gl|ly|app|xyz|top|shop|site|online|link)(?:\/\S*)?(?![\p{L}\p{M}\d])/giu;
/** Longer than any message somebody types. */
const longest = 1_500;

/** What goes to the other side: text only, without control characters, links and long tails. */
export function relayedText(text: string, linkRemoved: string): string {
  return nfc(text)
    .replace(links, linkRemoved)
    .replace(/[ \t]+/gu, ' ')
    .trim()
    .slice(0, longest);
}
