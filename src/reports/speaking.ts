import type { Said } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { postAs } from '../core/person.ts';
import type { UnitRow } from '../core/records.ts';
import type { Texts } from '../core/texts.ts';
import { fold } from '../language/fold.ts';

/** A sentence about reports, said to her as she is called. */
export function sayTo(texts: Texts, said: Said, key: string, params: Record<string, string | number> = {}): Outgoing {
  const { calledAs } = said.standing?.person ?? { calledAs: 'chị' };
  const Chi = calledAs.charAt(0).toLocaleUpperCase('vi') + calledAs.slice(1);
  return plain(texts.say(`digests.report.command.${key}`, { chi: calledAs, Chi, ...params }));
}

/** The unit an official speaks for: that of her latest post. */
export function unitOf(said: Said): UnitRow | null {
  return (postAs(said.standing, 'official') ?? postAs(said.standing, 'administrator'))?.unit ?? null;
}

/** Whether the whole message is one of these words. */
export function isOneOf(texts: Texts, text: string, words: string): boolean {
  const said = bare(text);
  return texts.words(`digests.report.words.${words}`).some((word) => bare(word) === said);
}

function bare(text: string): string {
  return fold(text)
    .replace(/[\s.!]+$/u, '')
    .trim();
}
