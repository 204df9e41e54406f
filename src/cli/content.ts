import { Command } from 'commander';
import { ContentReader } from '../content/content-reader.ts';
import { readContent } from '../content/load-content.ts';
import { dayOf } from '../core/day.ts';
import { linesNeverCalled } from '../help/help-content.ts';
import { newLaws } from '../knowledge/laws.ts';
import { staleContent } from '../knowledge/stale.ts';
import { promptsFolder } from '../paths.ts';
import { clockAt } from './clock-at.ts';

/** `to-am content check`, `to-am content stale`. */
export function contentCommand(): Command {
  const content = new Command('content').description('The texts under prompts/');
  content
    .command('check')
    .description('Every problem in prompts/, with file and line; nothing starts while there is one')
    .option('--release', 'also what must not go to real people: a help line that nobody has called')
    .option('--json', 'print JSON')
    .action(({ release, json }: { release?: true; json?: true }) => {
      const reader = new ContentReader(promptsFolder);
      const read = readContent(reader);
      const uncalled = release ? linesNeverCalled(read.help.lines) : [];
      for (const { number } of uncalled) reader.report('prompts/help/help-lines.yaml', 1, `${number}: calledOn`);
      if (json) console.log(JSON.stringify({ problems: reader.problems }));
      else {
        for (const { file, line, text } of reader.problems) console.log(`${file}:${line}  ${text}`);
        console.log(
          reader.problems.length === 0
            ? `no problems; ${read.knowledge.entries.length} answers`
            : `${reader.problems.length} problem(s)`,
        );
      }
      if (reader.problems.length > 0) process.exitCode = 2;
    });
  content
    .command('stale')
    .description(
      'Entries past their review date, or resting on a text that is no longer valid; what nobody has approved',
    )
    .option('--now <time>', 'as on this day')
    .option('--json', 'print JSON')
    .action(({ now, json }: { now?: string; json?: true }) => {
      const reader = new ContentReader(promptsFolder);
      const { knowledge } = readContent(reader);
      reader.throwProblems();
      const stale = staleContent(knowledge.entries, newLaws(knowledge.laws), dayOf(clockAt(now).now()));
      console.log(json ? JSON.stringify(stale) : JSON.stringify(stale, null, 2));
    });
  return content;
}
