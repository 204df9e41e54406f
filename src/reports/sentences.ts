import type { Sentences } from '../core/texts.ts';

const toHer = ['chi', 'Chi'];

function each(prefix: string, names: readonly string[], placeholders: readonly string[]): Sentences {
  return Object.fromEntries(names.map((name) => [`digests.report.${prefix}${name}`, placeholders]));
}

/** What reports say; in `prompts/digests/report.yaml`, beside the digests, because the same people edit both. */
const kinds = ['week', 'month', 'half-year', 'year', 'plan-year'];
const reviews = ['interim-review', 'final-review'];
const span = ['month', 'first', 'last', 'year'];

/** What reports say; in `prompts/digests/report.yaml`, beside the digests, because the same people edit both. */
export const reportsSentences: Sentences = {
  ...each('', ['blank', 'nation', 'motto', 'union-above', 'sign', 'name', 'recipients'], []),
  ...each('', ['number'], ['sign']),
  ...each('', ['place-day'], ['place', 'day', 'month', 'year']),
  ...each('title.', kinds, span),
  ...each('title.', reviews, ['first', 'last', 'plan', 'body']),
  ...each('opening.', kinds, [...span, 'body']),
  ...each('opening.', reviews, ['first', 'last', 'plan', 'body']),
  ...each('', ['closing'], ['body']),
  ...each('', ['draft'], ['upTo']),
  ...each('', ['numbered'], ['n', 'title']),
  ...each('section.', ['direction', 'results'], []),
  ...each('section.assessment.', kinds, []),
  ...each('direction.', ['reports'], ['reported', 'expected', 'onTime']),
  ...each('direction.', ['no-week', 'blank'], []),
  ...each('results.', ['counts', 'units', 'examples'], []),
  ...each('results.', ['households'], ['n', 'before']),
  ...each('results.before.', ['households', 'activities'], ['n']),
  ...each('results.', ['value', 'reached', 'nominations'], ['n']),
  ...each('results.', ['activities'], ['n', 'participants', 'before']),
  ...each('results.', ['models'], ['founded', 'strengthened']),
  ...each('results.', ['indicators', 'final', 'example'], ['plan']),
  ...each('results.', ['guarded'], ['found', 'supported']),
  ...each('results.', ['guarded-percent'], ['found', 'supported', 'percent']),
  ...each('guarded.', ['small', 'hidden'], []),
  ...each('examples.', ['proposed'], ['unit', 'day']),
  ...each('examples.', ['chosen'], ['day']),
  ...each('examples.', ['not-chosen'], []),
  ...each('assessment.', ['good', 'behind'], ['list']),
  ...each('assessment.', ['none', 'causes', 'plans', 'proposals'], []),
  ...each(
    'review.section.',
    ['direction', 'results', 'assessment', ...reviews.map((kind) => `outlook-${kind}`), 'proposals'],
    [],
  ),
  ...each('review.', ['counts'], ['first']),
  ...each('review.', ['by-year', 'examples', 'situation', 'strengths', 'weaknesses', 'causes', 'lessons'], []),
  ...each('review.', ['outlook', 'proposals', 'yes', 'no'], []),
  ...each(
    'table.',
    [
      ...['id', 'indicator', 'value', 'target', 'asked', 'state', 'unit', 'households', 'activities', 'participants'],
      ...['value-vnd', 'reached', 'founded', 'strengthened', 'nominations', 'total', 'numerator', 'denominator'],
      ...['source', 'n', 'example', 'proposed', 'chosen'],
    ],
    [],
  ),
  ...each('state.', ['reached', 'missed', 'on-pace', 'behind', 'open', 'counted', 'missing'], []),
  ...each('signature.', ['on-behalf', 'office'], []),
  ...each('recipient.', ['above', 'party', 'file'], []),
  ...each('sheet.', ['summary', 'raw', 'measure', 'day', 'n'], []),
  ...each('page.', ['name', 'expired', 'code-ask', 'code-open', 'code-wrong', 'up', 'print', 'docx', 'xlsx'], []),
  ...each('page.', ['behind'], ['unit', 'value']),
  ...each('page.', ['source'], ['source', 'plan', 'first', 'upTo']),
  ...each('page.', ['parts'], ['of', 'to']),
  ...each('chart.', ['title'], ['unit', 'upTo']),
  ...each('chart.', ['words'], ['title', 'bars']),
  ...each('chart.', ['bar'], ['name', 'percent']),
  ...each('chart.', ['name', 'example'], ['id', 'short']),
  ...each('chart.', ['reached', 'other', 'behind'], []),
  ...Object.fromEntries(
    ['chart', 'file', 'send', 'link', 'heading', 'commend', 'unchoose', 'done', 'usual'].map((name) => [
      `digests.report.words.${name}`,
      'words' as const,
    ]),
  ),
  'digests.report.excel': 'words',
  ...each('heading.', ['above', 'body', 'sign', 'place', 'on-behalf', 'office', 'recipients'], []),
  ...each('command.', ['file-how', 'file-kind', 'chart-none', 'link-none'], toHer),
  ...each('command.file-choice.', [...kinds.slice(1), ...reviews], []),
  ...each('command.', ['file-not-here'], [...toHer, 'kind']),
  ...each('command.', ['file-done'], [...toHer, 'title', 'unit', 'kind']),
  ...each('command.', ['chart-done'], [...toHer, 'unit']),
  ...each('command.', ['link-done'], [...toHer, 'unit', 'link', 'hours']),
  ...each('command.', ['link-code'], [...toHer, 'code']),
  ...each('command.', ['heading-title', 'commend-title', 'commend-none'], [...toHer, 'unit']),
  ...each('command.', ['heading-how', 'heading-done', 'commend-how', 'commend-done'], toHer),
  ...each('command.', ['heading-line'], ['n', 'field', 'value']),
  ...each('command.', ['heading-ask'], [...toHer, 'field']),
  ...each('command.', ['heading-long'], [...toHer, 'n']),
  ...each('command.', ['commend-line', 'commend-line-chosen'], ['n', 'text', 'unit', 'day', 'chosen']),
  ...each('command.', ['commend-chosen', 'commend-unchosen'], [...toHer, 'text']),
};
