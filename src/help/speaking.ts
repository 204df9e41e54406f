import type { Said } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import type { TextParams, Texts } from '../core/texts.ts';

/** {chi} and {Chi} for somebody who is called like this. */
export function addressing(calledAs: string): { chi: string; Chi: string } {
  return { chi: calledAs, Chi: calledAs.charAt(0).toLocaleUpperCase('vi') + calledAs.slice(1) };
}

export function speak(texts: Texts, said: Said, key: string, params: TextParams = {}): Outgoing {
  return plain(texts.say(key, { ...addressing(said.standing?.person.calledAs ?? ''), ...params }));
}
