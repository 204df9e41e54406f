import { z } from 'zod';
import { isDay } from '../core/day.ts';
import { dangerKinds } from './danger-lexicon.ts';
import { serviceKinds } from './service-kinds.ts';

/** Shown to everybody although nobody has called them to check (design section 11). */
export const alwaysShown = ['113', '114', '115', '111', '1900 969 680'] as const;
/** The only line that may be called free of charge before somebody has called it: Decree 56/2017. */
const knownToBeFree = '111';

const sentence = z.string().trim().min(1);
const number = z.string().regex(/^\d[\d ]*\d$/u);
const part = z.strictObject({ call: sentence, safety: sentence, next: sentence });

const card = z
  .strictObject({ calls: z.array(number).min(1), herself: part, other: part })
  .superRefine(({ calls, herself, other }, context) => {
    for (const [whose, { call, safety, next }] of Object.entries({ herself, other })) {
      const said = numbersIn(`${call} ${safety} ${next}`);
      for (const found of said)
        if (!calls.includes(found)) context.addIssue({ code: 'custom', path: [whose], message: 'help.card_number' });
      const first = calls[0];
      if (first && !call.includes(first))
        context.addIssue({ code: 'custom', path: [whose, 'call'], message: 'help.card_first_number' });
    }
  });

/** `prompts/help/danger-cards.yaml`. */
export const dangerCardsSchema = z.strictObject({
  stay: sentence,
  cards: z.strictObject(
    Object.fromEntries(dangerKinds.map((kind) => [kind, card])) as Record<(typeof dangerKinds)[number], typeof card>,
  ),
});
export type DangerCards = z.infer<typeof dangerCardsSchema>;

const line = z
  .strictObject({
    number,
    name: sentence,
    for: sentence,
    grade: z.enum(['A', 'B']),
    always: z.literal(true).optional(),
    hours: sentence.optional(),
    cost: sentence.optional(),
    provinces: z.array(sentence).min(1).optional(),
    calledOn: z.string().refine(isDay, { message: 'help.day' }).nullable(),
  })
  .superRefine(({ number: digits, always, hours, cost, calledOn }, context) => {
    const known = (alwaysShown as readonly string[]).includes(digits);
    if (known !== (always === true)) context.addIssue({ code: 'custom', path: ['always'], message: 'help.always' });
    if (always && digits !== knownToBeFree && calledOn === null && (hours || cost))
      context.addIssue({ code: 'custom', path: ['hours'], message: 'help.hours' });
  });

/** `prompts/help/help-lines.yaml`. */
export const helpLinesSchema = z.strictObject({ lines: z.array(line).min(1) }).superRefine(({ lines }, context) => {
  for (const digits of alwaysShown)
    if (!lines.some((one) => one.number === digits))
      context.addIssue({ code: 'custom', path: ['lines'], message: 'help.always_missing' });
  lines.forEach((one, at) => {
    if (lines.findIndex((other) => other.number === one.number) < at)
      context.addIssue({ code: 'custom', path: ['lines', at], message: 'help.number_twice' });
  });
});
export type HelpLine = z.infer<typeof line>;

/** `prompts/help/places.yaml`: where the law says that a report is taken (Law 13/2022/QH15, article 19). */
export const placesSchema = z.strictObject({
  source: z.strictObject({ law: sentence, article: z.number().int() }),
  places: z.array(z.strictObject({ name: sentence, kinds: z.array(z.enum(serviceKinds)) })).length(6),
});
export type HelpPlaces = z.infer<typeof placesSchema>;

/** `prompts/lexicon/sensitive.yaml`. */
export const sensitiveSchema = z.strictObject({
  words: z.array(z.string().regex(/^[\p{L}\p{M} ]+$/u, { message: 'help.only_letters' })).min(1),
});

/** What the help feature reads of `prompts/`. */
export interface HelpContent {
  cards: DangerCards;
  lines: readonly HelpLine[];
  places: HelpPlaces['places'];
}

/** Problems that a release must not have: a shown line, other than the emergency numbers, that nobody has called. */
export function linesNeverCalled(lines: readonly HelpLine[]): HelpLine[] {
  const emergency = ['113', '114', '115', '111'];
  return lines.filter((one) => one.always && !emergency.includes(one.number) && one.calledOn === null);
}

/** Telephone numbers in a sentence: three digits that begin with 11, or longer groups. */
export function numbersIn(text: string): string[] {
  return (text.match(/\b(?:11[1345]|1[89]00[\d ]+\d|0\d[\d ]{7,}\d)\b/gu) ?? []).map((digits) => digits.trim());
}
