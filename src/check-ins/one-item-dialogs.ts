import { z } from 'zod';
import type { Dialog, Said, Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import { weekOf } from '../core/period.ts';
import { reportingPost } from '../core/person.ts';
import { tokenise } from '../language/tokenise.ts';
import { numbered } from '../scripts/numbered.ts';
import type { PlayState } from '../scripts/player.ts';
import { freeText, oneOf } from '../scripts/readers.ts';
import { type Script, script } from '../scripts/script.ts';
import { scriptDialog, speakAs } from '../scripts/script-dialog.ts';
import { hasConsented } from './consent.ts';
import { derivedId } from './derived-id.ts';
import { emptyDraft, type Item } from './draft.ts';
import { longestProposal } from './items-of-reading.ts';
import type { CheckInParts } from './parts.ts';
import { saveCheckIn } from './save-check-in.ts';
import type { Labels } from './wording.ts';

/** The models of domain section 3, in its order. */
export const modelIds = [
  'dich_vu_gia_dinh',
  'giao_duc_cha_me',
  'giao_duc_truoc_hon_nhan',
  'gia_dinh_am_no',
  'cha_me_vi_thanh_nien',
  'nuoi_con_sua_me',
  'dia_chi_tin_cay',
  'phu_nu_kinh_te',
  'ong_ba_mau_muc',
  'gia_dinh_5k3s',
  'nuoi_khoe_day_ngoan',
  'gia_dinh_hoc_tap',
  'nong_dan_gioi',
  'other',
] as const;

const nomination = z.object({
  id: z.string(),
  whom: z.enum(['person', 'family']).optional(),
  /** Who, and why, in two sentences. */
  text: z.string().optional(),
});
type Nomination = z.infer<typeof nomination>;

/** A good example in two sentences (domain section 3). */
function nominationScript(words: { family: readonly string[]; person: readonly string[] }): Script<Nomination> {
  return script({
    id: 'nominate',
    answers: nomination,
    lines: ({ ask, confirm }) => [
      ask(
        'whom',
        oneOf((): { value: 'person' | 'family'; words: readonly string[] }[] => [
          { value: 'family', words: words.family },
          { value: 'person', words: words.person },
        ]),
        { say: (_given, speak) => plain(speak('whom'), numbered([speak('choice.family'), speak('choice.person')])) },
      ),
      ask('text', freeText({ max: 600 })),
      confirm('confirm', {
        say: ({ text = '' }, speak) =>
          plain(
            speak('confirm', { text }),
            numbered([speak('choice.save'), speak('choice.edit'), speak('choice.cancel')]),
          ),
        // The reason, sent as a message of its own.
        hear: (text, _today, given) =>
          tokenise(text).length > 3
            ? { ok: true, value: { ...given, text: `${given.text ?? ''}. ${text.trim()}`.slice(0, longestProposal) } }
            : { ok: false, retry: 'scripts.retry.confirm' },
      }),
    ],
    edit: (given, rest) => ({ ...given, text: rest.length > 0 ? rest : undefined }),
  });
}

export function nominateDialog(parts: CheckInParts): Dialog<PlayState<Nomination>> {
  const words = {
    family: parts.texts.words('check-ins.nominate.words.family'),
    person: parts.texts.words('check-ins.nominate.words.person'),
  };
  return oneItemDialog(parts, nominationScript(words), ({ whom = 'family', text = '' }) => ({
    is: 'nomination',
    id: 1,
    whom,
    text,
  }));
}

const modelChange = z.object({
  id: z.string(),
  model: z.string().optional(),
  change: z.enum(['founded', 'strengthened']).optional(),
});
type ModelChange = z.infer<typeof modelChange>;

/** A family model founded or strengthened this week. */
function modelScript(labels: Labels): Script<ModelChange> {
  return script({
    id: 'model',
    answers: modelChange,
    lines: ({ ask, confirm }) => [
      ask(
        'model',
        oneOf(() => modelIds.map((id) => ({ value: id as string, words: [labels.model(id)] }))),
        {
          say: (_given, speak) => plain(speak('model'), numbered(modelIds.map(labels.model))),
        },
      ),
      ask(
        'change',
        oneOf((): { value: 'founded' | 'strengthened'; words: string[] }[] => [
          { value: 'founded', words: [] },
          { value: 'strengthened', words: [] },
        ]),
        {
          say: (_given, speak) =>
            plain(speak('change'), numbered([speak('choice.founded'), speak('choice.strengthened')])),
        },
      ),
      confirm('confirm', {
        say: ({ model = '', change = 'founded' }, speak) =>
          plain(
            speak(`confirm-${change}`, { model: labels.model(model) }),
            numbered([speak('choice.save'), speak('choice.edit'), speak('choice.cancel')]),
          ),
      }),
    ],
    edit: ({ id }) => ({ id }),
  });
}

export function modelDialog(parts: CheckInParts): Dialog<PlayState<ModelChange>> {
  return oneItemDialog(parts, modelScript(parts.labels), ({ model = 'other', change = 'founded' }) => ({
    is: 'activity',
    id: 1,
    type: 'other',
    topics: [],
    day: null,
    participants: null,
    campaign: null,
    model: { id: model, change },
    householdsInformed: null,
    householdsCommitted: null,
    photos: [],
  }));
}

/** A short dialog whose answers are one item of a check-in of this week. */
function oneItemDialog<Answers extends { id: string }>(
  parts: CheckInParts,
  of: Script<Answers>,
  itemOf: (answers: Answers) => Item,
): Dialog<PlayState<Answers>> {
  const open = async (said: Said, opening: unknown): Promise<{ answers: Answers } | { step: Step }> => {
    const consented = z.object({ consented: z.literal(true) }).safeParse(opening).success;
    if (!reportingPost(said.standing)) {
      const text = speakAs(parts.texts, 'weekly', said.standing)('not-yours');
      return { step: { kind: 'next', says: [plain(text)], changes: [], state: null } };
    }
    if (!consented && !hasConsented(said)) {
      const then = { dialog: of.id, opening: {} };
      return {
        step: { kind: 'next', says: [], changes: [], state: null, then: { dialog: 'consent', opening: { then } } },
      };
    }
    return { answers: { id: derivedId('draft', said.inboundId) } as Answers };
  };
  return scriptDialog<Answers>({
    texts: parts.texts,
    script: of,
    open,
    reopen: async (said, kept) => {
      const opened = await open(said, { consented: true });
      return 'step' in opened ? opened : { answers: { ...opened.answers, ...kept } };
    },
    finish: async (answers, said) => {
      const post = reportingPost(said.standing);
      const unit = post ? { id: post.unit.id, name: post.unit.name } : null;
      const draft = emptyDraft({
        checkInId: answers.id,
        unitId: unit?.id ?? null,
        units: unit ? [unit] : [],
        week: weekOf(said.today),
        today: said.today,
      });
      return saveCheckIn({ ...draft, items: [itemOf(answers)] }, said, parts);
    },
  });
}
