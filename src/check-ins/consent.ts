import { z } from 'zod';
import { amend } from '../core/change.ts';
import type { Day } from '../core/day.ts';
import type { Dialog, Said, Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import type { Texts } from '../core/texts.ts';
import { isOneOf } from '../scripts/heard-words.ts';
import { numbered } from '../scripts/numbered.ts';
import { speakAs } from '../scripts/script-dialog.ts';

/** Raised when what is kept, or why, changes: everybody is asked again. */
export const consentVersion = 1;

const stateSchema = z.object({
  then: z.object({ dialog: z.string(), opening: z.record(z.string(), z.unknown()) }).nullable(),
});
type ConsentState = z.infer<typeof stateSchema>;

/** Whether she has agreed to what is kept, as it stands today. */
export function hasConsented(said: Said): boolean {
  const person = said.standing?.person;
  return person?.consent === 'yes' && person.consentVersion === consentVersion;
}

export interface ConsentParts {
  texts: Texts;
  /** Whether a message that is no answer tells of the week. */
  readsAsReport(text: string, today: Day): boolean;
}

/**
 * Says once, in three sentences, what is kept and why, and records the answer. Then goes on with what she wanted
 * (`opening.then`), which is told that she has just consented. What she reports in place of an answer is not lost: it is kept
 * with the question, sealed as every conversation, and read once she agrees.
 */
export function consentDialog({ texts, readsAsReport }: ConsentParts): Dialog<ConsentState> {
  const ask = (said: Said) => {
    const speak = speakAs(texts, 'consent', said.standing);
    return plain(speak('question'), numbered([speak('choice.yes'), speak('choice.no')]));
  };
  const record = (said: Said, consent: 'yes' | 'no') => [
    amend('Person', { id: said.standing?.person.id ?? '' }, { consent, consentVersion, consentAt: said.now }, 1),
  ];
  return {
    id: 'consent',

    async begin(said, opening): Promise<Step<ConsentState>> {
      const parsed = stateSchema.safeParse(opening);
      const state: ConsentState = parsed.success ? parsed.data : { then: null };
      return { kind: 'next', says: [ask(said)], changes: [], state };
    },

    async answer(kept, said): Promise<Step<ConsentState>> {
      const parsed = stateSchema.safeParse(kept);
      const { then } = parsed.success ? parsed.data : { then: null };
      const speak = speakAs(texts, 'consent', said.standing);
      const [yes, no, polite] = ['yes', 'no', 'polite'].map((name) => texts.words(`scripts.words.${name}`));
      if (/^\s*1\b/u.test(said.text) || isOneOf(said.text, yes ?? [], polite)) {
        const next = then ? { then: { ...then, opening: { ...then.opening, consented: true } } } : {};
        return { kind: 'next', says: [plain(speak('thanks'))], changes: record(said, 'yes'), state: null, ...next };
      }
      const refuses = /^\s*2\b/u.test(said.text) || isOneOf(said.text, no ?? [], polite);
      if (refuses || isOneOf(said.text, texts.words('scripts.words.cancel'), polite)) {
        return { kind: 'next', says: [plain(speak('refused'))], changes: record(said, 'no'), state: null };
      }
      if (then?.dialog === 'weekly' && readsAsReport(said.text, said.today)) {
        const text = [then.opening.text, said.text]
          .filter((told) => typeof told === 'string' && told !== '')
          .join('. ');
        return {
          kind: 'next',
          says: [ask(said)],
          changes: [],
          state: { then: { ...then, opening: { ...then.opening, text } } },
        };
      }
      const choices = numbered([speak('choice.yes'), speak('choice.no')]);
      return { kind: 'not-understood', retry: plain(speak('hint'), choices) };
    },

    askAgain: (_state, said) => ask(said),
  };
}
