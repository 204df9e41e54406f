import type { Sentences } from '../core/texts.ts';

const toHer = ['chi', 'Chi'];

function each(prefix: string, names: readonly string[], placeholders: readonly string[]): Sentences {
  return Object.fromEntries(names.map((name) => [`digests.report.${prefix}${name}`, placeholders]));
}

/** What reports say; in `prompts/digests/report.yaml`, beside the digests, because the same people edit both. */
export const reportsSentences: Sentences = {
  ...each('', ['blank', 'nation', 'motto', 'union-above', 'number', 'name', 'recipients'], []),
  ...each('', ['place-day'], ['day', 'month', 'year']),
  ...each('title.', ['week', 'month', 'half-year', 'year', 'plan-year'], ['month', 'first', 'last', 'year']),
  ...each('', ['draft'], ['upTo']),
  ...each('section.', ['direction', 'results', 'assessment'], []),
  ...each('direction.', ['reports'], ['reported', 'expected', 'onTime']),
  ...each('direction.', ['no-week', 'blank'], []),
  ...each('results.', ['counts', 'units'], []),
  ...each('results.', ['households'], ['n', 'before']),
  ...each('results.', ['value', 'reached', 'nominations'], ['n']),
  ...each('results.', ['activities'], ['n', 'participants', 'before']),
  ...each('results.', ['models'], ['founded', 'strengthened']),
  ...each('results.', ['indicators', 'final', 'example'], ['plan']),
  ...each('results.', ['guarded'], ['found', 'supported']),
  ...each('results.', ['guarded-percent'], ['found', 'supported', 'percent']),
  ...each('guarded.', ['small', 'hidden'], []),
  ...each('assessment.', ['good', 'behind'], ['list']),
  ...each('assessment.', ['none', 'causes', 'plans'], []),
  ...each(
    'table.',
    [
      ...[
        'id',
        'indicator',
        'value',
        'target',
        'state',
        'unit',
        'households',
        'activities',
        'participants',
        'value-vnd',
      ],
      ...['reached', 'founded', 'strengthened', 'nominations', 'total', 'numerator', 'denominator', 'source'],
    ],
    [],
  ),
  ...each('state.', ['reached', 'missed', 'on-pace', 'behind', 'open', 'counted', 'missing'], []),
  ...each('signature.', ['on-behalf', 'office'], []),
  ...each('recipient.', ['above', 'party', 'file'], []),
  ...each('sheet.', ['summary', 'raw', 'measure', 'day', 'n'], []),
  ...each('page.', ['print', 'expired'], []),
  ...each('chart.', ['title'], ['unit', 'upTo']),
  'digests.report.words.chart': 'words',
  'digests.report.words.file': 'words',
  'digests.report.words.link': 'words',
  'digests.report.excel': 'words',
  ...each('command.', ['file-how', 'file-not-here', 'chart-none', 'link-none'], toHer),
  ...each('command.', ['file-done'], [...toHer, 'title', 'unit']),
  ...each('command.', ['chart-done'], [...toHer, 'unit']),
  ...each('command.', ['link-done'], [...toHer, 'unit', 'link', 'hours']),
};
