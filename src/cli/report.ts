import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { loadContent } from '../content/load-content.ts';
import { dayOf } from '../core/day.ts';
import { promptsFolder } from '../paths.ts';
import { rawRows, reportOf } from '../reports/report.ts';
import { withContext } from './context.ts';
import { type FigureOptions, figuresAsked, withFigureOptions } from './digest.ts';

interface ReportOptions extends FigureOptions {
  form: 'docx' | 'xlsx' | 'html';
  out?: string;
}

export function reportCommand(): Command {
  return withFigureOptions(new Command('report'))
    .description('The report of a unit for a period, as a file to be edited and signed')
    .addOption(new Option('--form <form>', 'kind of file').choices(['docx', 'xlsx', 'html']).default('docx'))
    .option('--out <file>', 'where to write it (default: report-CODE-PERIOD in this folder)')
    .action((options: ReportOptions) =>
      withContext({ now: options.now }, async (context) => {
        const { texts, plans } = loadContent(promptsFolder);
        const { store, clock } = context;
        const query = await figuresAsked(options, plans, context);
        const report = await reportOf({ store, texts, plans }, query, dayOf(clock.now()));
        const file = options.out ?? `report-${options.unit}-${report.facts.period}.${options.form}`;
        await writeFile(file, await bytesOf());
        console.log(options.json ? JSON.stringify({ file, period: report.facts.period }) : file);

        async function bytesOf(): Promise<Uint8Array | string> {
          switch (options.form) {
            case 'docx':
              return (await import('../reports/docx.ts')).toDocx(report, texts);
            case 'xlsx':
              return (await import('../reports/xlsx.ts')).toXlsx(report, await rawRows(store, report), texts);
            case 'html': {
              const { drawChart } = await import('../reports/chart.ts');
              return (await import('../reports/html.ts')).toHtml(report, texts, drawChart(report.facts, texts));
            }
          }
        }
      }),
    );
}
