import { z } from 'zod';

/** What somebody may be in danger from. The order is that of urgency: where a message shows several, the first one names its card. */
export const dangerKinds = [
  'strangling',
  'weapon',
  'fire',
  'suicide',
  'trafficking',
  'child_abuse',
  'sexual_violence',
  'confinement',
  'threat',
  'elderly',
  'violence_now',
] as const;

export type DangerKind = (typeof dangerKinds)[number];

const phrases = z.array(z.string().trim().min(1)).min(1);

const rule = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/u),
  kind: z.enum(dangerKinds),
  /** 3 is a danger by itself, 2 needs one further sign, 1 is such a sign. Three in all open the card. */
  weight: z.literal([1, 2, 3]),
  /** Stands although the message also asks about the law: nobody asks for a fine while a knife is held to her. */
  always: z.boolean().optional(),
  /** Patterns; the notation is explained at the head of `prompts/lexicon/danger.yaml`. */
  says: phrases,
  example: z.string().min(1),
  /** A harmless sentence that looks alike; a test keeps both apart. */
  twin: z.string().min(1),
});

/** `prompts/lexicon/danger.yaml`: the words of the danger gate. */
export const dangerLexiconSchema = z
  .strictObject({
    groups: z.record(z.string().regex(/^[a-z_]+$/u), phrases),
    harmless: phrases,
    cues: z.strictObject({
      negation: phrases,
      negationFillers: phrases,
      negationBridges: phrases,
      persons: phrases,
      deniedAfter: phrases,
      now: phrases,
      past: phrases,
      hypothetical: phrases,
      law: phrases,
      asks: phrases,
      defines: phrases,
      urgent: phrases,
      campaign: phrases,
      cries: phrases,
      fiction: phrases,
      staged: phrases,
      laughter: phrases,
      fearful: phrases,
      trifle: phrases,
      toolwork: phrases,
      aimed: phrases,
      intense: phrases,
      over: phrases,
      saysIf: phrases,
    }),
    rules: z.array(rule).min(1),
    otherScripts: phrases,
    mentions: phrases,
  })
  .superRefine((lexicon, context) => {
    const refer = (text: string, path: (string | number)[]) => {
      for (const [, name] of text.matchAll(/@([a-z_]+)/gu))
        if (name && !lexicon.groups[name]) context.addIssue({ code: 'custom', path, message: 'help.danger_group' });
    };
    for (const [name, words] of Object.entries(lexicon.groups))
      words.forEach((word, at) => {
        refer(word, ['groups', name, at]);
      });
    const seen = new Set<string>();
    lexicon.rules.forEach(({ id, says }, at) => {
      if (seen.has(id))
        context.addIssue({ code: 'custom', path: ['rules', at, 'id'], message: 'help.danger_rule_twice' });
      seen.add(id);
      says.forEach((pattern, n) => {
        refer(pattern, ['rules', at, 'says', n]);
        if (
          !/^(?:\^ )?(?:(?:!?(?:@[a-z_]+|[\p{L}\p{M}\d_]+)(?:\|(?:@[a-z_]+|[\p{L}\p{M}\d_]+))*\??|~\d)(?: |$))+\$?$/u.test(
            pattern,
          )
        )
          context.addIssue({
            code: 'custom',
            path: ['rules', at, 'says', n],
            message: 'help.danger_pattern',
          });
      });
    });
  });

export type DangerLexicon = z.infer<typeof dangerLexiconSchema>;
export type DangerRule = DangerLexicon['rules'][number];
