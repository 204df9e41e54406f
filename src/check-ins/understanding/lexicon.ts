import { z } from 'zod';
import { type Entry, PhraseIndex } from './phrase-index.ts';
import type { ActivityType, SetId, SupportId } from './reading.ts';

const words = z.array(z.string().min(1));

const activity = z.strictObject({ label: z.string(), words, weak: words.optional(), accented: words.optional() });
const ACTIVITY_TYPES = [
  'commendation',
  'review_meeting',
  'inspection',
  'training',
  'contest',
  'forum',
  'club_session',
  'culture_sport',
  'cleaning_day',
  'support_visit',
  'communication',
  'meeting',
  'other',
] as const;
/** `prompts/lexicon/activities.yaml` */
export const activitiesFile = z.strictObject(
  Object.fromEntries(ACTIVITY_TYPES.map((type) => [type, activity])) as Record<ActivityType, typeof activity>,
);

const support = z.strictObject({ label: z.string(), words, accented: words.optional() });
const SUPPORTS = [
  'house_repair',
  'cash',
  'livestock_seed',
  'labour_days',
  'gift',
  'health_insurance',
  'loan',
  'job_training',
  'school_support',
  'cleaning',
  'counselling',
  'other',
] as const;
/** `prompts/lexicon/supports.yaml` */
export const supportsFile = z.strictObject(
  Object.fromEntries(SUPPORTS.map((kind) => [kind, support])) as Record<SupportId, typeof support>,
);

const ids = z.array(z.string());
const set = z.strictObject({ ids, words });
/** `prompts/lexicon/criteria.yaml` */
export const criteriaFile = z.strictObject({
  criteria: z.record(
    z.string(),
    z.strictObject({ label: z.string(), words, private: z.boolean().optional(), violence: z.boolean().optional() }),
  ),
  groups: z.array(z.strictObject({ words, ids })),
  sets: z.strictObject({ '5k3s': set, '5c3s': set, '5k3s3a': set }),
  reached: words,
});

/** `prompts/lexicon/models.yaml` */
export const modelsFile = z.strictObject({
  models: z.record(z.string(), z.strictObject({ label: z.string(), words })),
  nouns: words,
  founded: words,
  strengthened: words,
});

/** `prompts/lexicon/topics.yaml` */
export const topicsFile = z.strictObject({
  values: z.strictObject({ words }),
  topics: z.record(z.string(), z.strictObject({ label: z.string(), words })),
  leads: words,
});

const CUES = [
  'nothing',
  'same',
  'planned',
  'notDone',
  'correction',
  'nominations',
  'violence',
  'occasions',
  'people',
  'recipients',
  'attend',
  'absent',
  'including',
  'informed',
  'committed',
  'sessions',
  'each',
  'households',
  'eachHousehold',
  'helping',
  'total',
  'evenly',
  'more',
  'reachedBy',
  'together',
  'sameDay',
  'goods',
  'harmless',
  'offices',
] as const;
export type Cue = (typeof CUES)[number];
/** `prompts/lexicon/report-words.yaml` */
export const reportWordsFile = z.strictObject({
  ...(Object.fromEntries(CUES.map((cue) => [cue, words])) as Record<Cue, typeof words>),
  campaigns: z.record(z.string(), words),
});

export type LexiconFiles = {
  activities: z.infer<typeof activitiesFile>;
  supports: z.infer<typeof supportsFile>;
  criteria: z.infer<typeof criteriaFile>;
  models: z.infer<typeof modelsFile>;
  topics: z.infer<typeof topicsFile>;
  reportWords: z.infer<typeof reportWordsFile>;
};

/** The schema of each file, by its name in `prompts/lexicon/`. */
export const lexiconSchemas = {
  activities: activitiesFile,
  supports: supportsFile,
  criteria: criteriaFile,
  models: modelsFile,
  topics: topicsFile,
  'report-words': reportWordsFile,
} as const;

export type Meaning =
  | { is: 'activity'; type: ActivityType; weak: boolean }
  | { is: 'support'; kind: SupportId }
  | { is: 'criteria'; ids: readonly string[]; violence: boolean }
  | { is: 'set'; id: SetId; ids: readonly string[] }
  | { is: 'reached' }
  | { is: 'topics'; ids: readonly string[] }
  | { is: 'lead' }
  | { is: 'model'; id: string }
  | { is: 'model-noun' }
  | { is: 'change'; change: 'founded' | 'strengthened' }
  | { is: 'campaign'; id: string }
  | { is: 'cue'; cue: Cue };

export type Lexicon = {
  phrases: PhraseIndex<Meaning>;
  /** Types in the order in which one wins where an activity is called by several. */
  order: readonly ActivityType[];
};

// Without accents: bản, lợn, Huy, hoàn, nhận, lê, (hội) nghị, thiêu, riêng.
const NEEDS_ACCENTS: ReadonlySet<string> = new Set([
  'lộn',
  'hủy',
  'hoãn',
  'nhân',
  'lễ',
  'nghỉ',
  'thiếu',
  'riêng',
  'mừng',
  'cả',
  'kí',
  'ký',
  'bàn',
  'trống',
]);

/** The lexicon of the check-in from its parsed files. */
export function buildLexicon(files: LexiconFiles): Lexicon {
  const entries: Entry<Meaning>[] = [];
  const add = (phrases: readonly string[] | undefined, meaning: Meaning, accented = false) => {
    for (const phrase of phrases ?? []) entries.push({ phrase: spaced(phrase), meaning, accented });
  };
  for (const type of ACTIVITY_TYPES) {
    add(files.activities[type].words, { is: 'activity', type, weak: false });
    add(files.activities[type].weak, { is: 'activity', type, weak: true });
    add(files.activities[type].accented, { is: 'activity', type, weak: false }, true);
  }
  for (const kind of SUPPORTS) {
    add(files.supports[kind].words, { is: 'support', kind });
    add(files.supports[kind].accented, { is: 'support', kind }, true);
  }
  for (const [id, { words: said, violence = false }] of Object.entries(files.criteria.criteria))
    add(said, { is: 'criteria', ids: [id], violence });
  for (const group of files.criteria.groups) add(group.words, { is: 'criteria', ids: group.ids, violence: false });
  for (const [id, { words: said, ids: all }] of Object.entries(files.criteria.sets))
    add(
      said.flatMap((word) => [
        word,
        `gia đình ${word}`,
        `xây dựng gia đình ${word}`,
        `tiêu chí ${word}`,
        `cuộc vận động ${word}`,
        `tiêu chí gia đình ${word}`,
      ]),
      { is: 'set', id: id as SetId, ids: all },
    );
  add(
    files.criteria.reached.filter((word) => word !== 'đủ'),
    { is: 'reached' },
  );
  // "du" without accents is dự.
  add(
    files.criteria.reached.filter((word) => word === 'đủ'),
    { is: 'reached' },
    true,
  );
  for (const [id, { words: said }] of Object.entries(files.topics.topics)) add(said, { is: 'topics', ids: [id] });
  add(files.topics.values.words, { is: 'topics', ids: ['an_toan', 'trach_nhiem', 'thinh_vuong', 'binh_dang'] });
  add(
    files.topics.leads.filter((word) => !NEEDS_ACCENTS.has(word)),
    { is: 'lead' },
  );
  add(
    files.topics.leads.filter((word) => NEEDS_ACCENTS.has(word)),
    { is: 'lead' },
    true,
  );
  for (const [id, { words: said }] of Object.entries(files.models.models)) add(said, { is: 'model', id });
  add(files.models.nouns, { is: 'model-noun' });
  add(files.models.founded, { is: 'change', change: 'founded' });
  add(files.models.strengthened, { is: 'change', change: 'strengthened' });
  for (const [id, said] of Object.entries(files.reportWords.campaigns)) add(said, { is: 'campaign', id });
  for (const cue of CUES) {
    add(
      files.reportWords[cue].filter((word) => !NEEDS_ACCENTS.has(word)),
      { is: 'cue', cue },
    );
    add(
      files.reportWords[cue].filter((word) => NEEDS_ACCENTS.has(word)),
      { is: 'cue', cue },
      true,
    );
  }
  return { phrases: new PhraseIndex(entries), order: ACTIVITY_TYPES };
}

/** Punctuation and digits as the tokeniser divides them: "5 không, 3 sạch" has a token ",", "5k3s" has four. */
function spaced(phrase: string): string {
  return phrase
    .replace(/(\d)(?=\p{L})|(\p{L})(?=\d)/gu, '$1$2 ')
    .replace(/([,/&])/gu, ' $1 ')
    .replace(/\s+/gu, ' ')
    .trim();
}
