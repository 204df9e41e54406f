import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { type Content, loadContent } from '../content/load-content.ts';
import { dayOf } from '../core/day.ts';
import { OperatorError } from '../core/errors.ts';
import { isReview, type ReportKind, reviewKinds } from '../indicators/deadlines.ts';
import { reviewMeant } from '../indicators/reviews.ts';
import { promptsFolder } from '../paths.ts';
import { type Report, rawRows, reportOf } from '../reports/report.ts';
import { reviewOf } from '../reports/review.ts';
import { type CommandContext, withContext } from './context.ts';
import { type FigureOptions, figuresAsked, periodKinds, withFigureOptions } from './digest.ts';

interface ReportOptions extends Omit<FigureOptions, 'kind'> {
  kind: ReportKind;
  form: 'docx' | 'xlsx' | 'html';
  out?: string;
}

export function reportCommand(): Command {
  return withFigureOptions(new Command('report'), [...periodKinds, ...reviewKinds])
    .description('The report of a unit for a period, as a file to be edited and signed')
    .addOption(new Option('--form <form>', 'kind of file').choices(['docx', 'xlsx', 'html']).default('docx'))
    .option('--out <file>', 'where to write it (default: report-CODE-PERIOD in this folder)')
    .action((options: ReportOptions) =>
      withContext({ now: options.now }, async (context) => {
        const { texts, plans } = loadContent(promptsFolder);
        const { store } = context;
        const report = await reportAsked(options, { texts, plans }, context);
        const file = options.out ?? `report-${options.unit}-${report.period}.${options.form}`;
        await writeFile(file, await bytesOf());
        console.log(options.json ? JSON.stringify({ file, period: report.period }) : file);

        async function bytesOf(): Promise<Uint8Array | string> {
          switch (options.form) {
            case 'docx':
              return (await import('../reports/docx.ts')).toDocx(report, texts);
            case 'xlsx':
              return (await import('../reports/xlsx.ts')).toXlsx(report, await rawRows(store, report), texts);
            case 'html': {
              const { chartInWords, drawChart, toPng } = await import('../reports/chart.ts');
              const svg = drawChart(report.facts, texts);
              const alt = chartInWords(report.facts, texts);
              const chart = svg === null ? null : { png: toPng(svg), alt };
              return (await import('../reports/html.ts')).toHtml(report, texts, { chart, style: 'inside' });
            }
          }
        }
      }),
    );
}

/** Throws OperatorError. */
async function reportAsked(
  options: ReportOptions,
  { texts, plans }: Pick<Content, 'texts' | 'plans'>,
  context: CommandContext,
): Promise<Report> {
  const { store, sealing, clock } = context;
  const parts = { store, texts, sealing };
  const today = dayOf(clock.now());
  const { kind } = options;
  if (!isReview(kind)) return reportOf(parts, await figuresAsked({ ...options, kind }, plans, context), today);
  const { unit, at, plans: chosen } = await figuresAsked({ ...options, kind: 'plan-year' }, plans, context);
  const review = reviewMeant(chosen, kind, at);
  if (!review)
    throw new OperatorError(
      'TA-FIGURES-001',
      `No plan orders the review "${kind}". The plan TY does: leave out --plan.`,
    );
  return reviewOf(parts, { unit, review, at }, today);
}
