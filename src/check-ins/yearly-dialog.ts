import { z } from 'zod';
import type { Dialog, Said, Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import { postAs } from '../core/person.ts';
import type { Store } from '../core/store.ts';
import { chosenPlace, isOneOf } from '../scripts/heard-words.ts';
import { numbered } from '../scripts/numbered.ts';
import type { PlayState } from '../scripts/player.ts';
import { oneOf, wholeNumber } from '../scripts/readers.ts';
import { type Reader, type Speak, script } from '../scripts/script.ts';
import { scriptDialog, speakAs } from '../scripts/script-dialog.ts';
import { hasConsented } from './consent.ts';
import type { CheckInParts } from './parts.ts';
import { saveStatement } from './save-statement.ts';
import { grouped } from './wording.ts';

const number = z.number().nullable().optional();
const answers = z.object({
  unitId: z.string(),
  unit: z.string(),
  year: z.number(),
  /** Sums of the activities of that year, shown as a hint and never taken for the figure. */
  hint: z.object({ informed: z.number().nullable(), committed: z.number().nullable() }),
  households: number,
  informed: number,
  committed: number,
  /** Numbers she has confirmed though there are fewer households, or fewer were informed than committed. */
  sure: z.array(z.enum(['informed', 'committed'])),
  convention: number,
});
type Answers = z.infer<typeof answers>;

const householdsAtMost = 20_000;

/** The words for yes and no, from `prompts/phrases/scripts.yaml`. */
interface YesNo {
  yes: readonly string[];
  no: readonly string[];
}

const statement = (words: YesNo) =>
  script({
    id: 'yearly',
    answers,
    lines: ({ ask, askFor, confirm }) => [
      ask('households', wholeNumber({ min: 1, max: householdsAtMost }), {
        skip: (given) => ({ ...given, households: null }),
        say: ({ unit, year }, speak) => plain(speak('households', { unit, year })),
      }),
      ask('informed', wholeNumber({ max: householdsAtMost }), {
        skip: (given) => ({ ...given, informed: null }),
        say: ({ year, hint }, speak) => plain(withHint(speak('informed', { year }), hint.informed, speak)),
      }),
      ask('committed', wholeNumber({ max: householdsAtMost }), {
        skip: (given) => ({ ...given, committed: null }),
        say: ({ year, hint }, speak) => plain(withHint(speak('committed', { year }), hint.committed, speak)),
      }),
      askFor<number | 'yes'>('sure', yesOrNumber(words), {
        open: (given) => contradiction(given) !== null,
        into: (given, heard) => withAnswer(given, heard),
        say: (given, speak) =>
          plain(
            speak(`sure-${contradiction(given) ?? 'committed'}`, {
              households: grouped(given.households ?? 0),
              informed: grouped(given.informed ?? 0),
              committed: grouped(given.committed ?? 0),
            }),
            numbered([speak('choice.right')]),
          ),
      }),
      ask(
        'convention',
        oneOf(() => [
          { value: 1, words: words.yes },
          { value: 0, words: words.no },
        ]),
        {
          skip: (given) => ({ ...given, convention: null }),
          say: (_given, speak) => plain(speak('convention'), numbered([speak('choice.yes'), speak('choice.not-yet')])),
        },
      ),
      confirm('confirm', {
        say: (given, speak) =>
          plain(
            speak('confirm', {
              unit: given.unit,
              year: given.year,
              households: written(given.households, speak),
              informed: written(given.informed, speak),
              committed: written(given.committed, speak),
              convention: speak(`convention-${given.convention ?? 'unknown'}`),
            }),
            numbered([speak('choice.save'), speak('choice.edit'), speak('choice.cancel')]),
          ),
      }),
    ],
    edit: ({ unitId, unit, year, hint }) => ({ unitId, unit, year, hint, sure: [] }),
  });

/** What cannot well be: more households committed than informed, or more informed than there are. */
function contradiction({ households, informed, committed, sure }: Answers): 'informed' | 'committed' | null {
  const exceeds = (one: number | null | undefined, other: number | null | undefined) =>
    typeof one === 'number' && typeof other === 'number' && one > other;
  if (!sure.includes('informed') && exceeds(informed, households)) return 'informed';
  const tooMany = exceeds(committed, informed) || exceeds(committed, households);
  return tooMany && !sure.includes('committed') ? 'committed' : null;
}

function withAnswer(given: Answers, heard: number | 'yes'): Answers {
  const about = contradiction(given);
  if (about === null) return given;
  return heard === 'yes' ? { ...given, sure: [...given.sure, about] } : { ...given, [about]: heard };
}

function yesOrNumber({ yes }: YesNo): Reader<number | 'yes', Answers> {
  return (text, today, given) =>
    chosenPlace(text, 1) === 0 || isOneOf(text, yes)
      ? { ok: true, value: 'yes' }
      : wholeNumber({ max: householdsAtMost })(text, today, given);
}

function withHint(question: string, sum: number | null, speak: Speak): string {
  return sum === null ? question : `${question} ${speak('hint', { n: grouped(sum) })}`;
}

function written(value: number | null | undefined, speak: Speak): string {
  return typeof value === 'number' ? grouped(value) : speak('missing');
}

/** The yearly statement of a branch. Stated again, it replaces what was stated before, and both versions are kept. */
export function yearlyDialog(parts: CheckInParts): Dialog<PlayState<Answers>> {
  const { store, texts } = parts;
  const open = async (said: Said, opening: unknown): Promise<{ answers: Answers } | { step: Step }> => {
    const given = z.object({ text: z.string().optional(), consented: z.boolean().optional() }).safeParse(opening ?? {});
    const { text = '', consented = false } = given.data ?? {};
    const speak = speakAs(texts, 'yearly', said.standing);
    const post = postAs(said.standing, 'reporter');
    if (!post) return { step: { kind: 'next', says: [plain(speak('not-yours'))], changes: [], state: null } };
    if (!consented && !hasConsented(said)) {
      const then = { dialog: 'yearly', opening: { text } };
      return {
        step: { kind: 'next', says: [], changes: [], state: null, then: { dialog: 'consent', opening: { then } } },
      };
    }
    const year = yearToState(text, said.today);
    const hint = await sumsOfYear(store, post.unit.id, year);
    return { answers: { unitId: post.unit.id, unit: post.unit.name, year, hint, sure: [] } };
  };
  return scriptDialog<Answers>({
    texts,
    script: statement({ yes: texts.words('scripts.words.yes'), no: texts.words('scripts.words.no') }),
    open,
    reopen: async (said, kept) => {
      const opened = await open(said, { consented: true, text: String(kept.year ?? '') });
      return 'step' in opened ? opened : { answers: { ...opened.answers, ...kept } };
    },
    finish: (given, said) => saveStatement(given, said, parts),
  });
}

/** The year she names, else this one; in January and February the year that has just ended. */
export function yearToState(text: string, today: string): number {
  const named = Number(/\b(20\d\d)\b/u.exec(text)?.[1] ?? 0);
  const thisYear = Number(today.slice(0, 4));
  if (named >= 2021 && named <= thisYear) return named;
  return Number(today.slice(5, 7)) <= 2 ? thisYear - 1 : thisYear;
}

async function sumsOfYear(store: Store, unitId: string, year: number): Promise<Answers['hint']> {
  const day = { gte: `${year}-01-01`, lte: `${year}-12-31` };
  const [informed, committed] = await Promise.all([
    store.sumFigures({ unitId, measure: 'households-informed', day }),
    store.sumFigures({ unitId, measure: 'households-committed', day }),
  ]);
  return { informed, committed };
}
