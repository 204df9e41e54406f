import { Command, Option } from 'commander';
import { campaignOfDigest } from '../coming-campaign.ts';
import { loadContent } from '../content/load-content.ts';
import { dayOf, isDay } from '../core/day.ts';
import { OperatorError } from '../core/errors.ts';
import type { PeriodKind } from '../core/period.ts';
import { digestText } from '../digests/digest-text.ts';
import type { Plan } from '../indicators/plan-schema.ts';
import { type FactsQuery, unitFacts } from '../indicators/unit-facts.ts';
import { promptsFolder } from '../paths.ts';
import { type CommandContext, withContext } from './context.ts';

export const periodKinds = ['week', 'month', 'half-year', 'year', 'plan-year'] as const satisfies readonly PeriodKind[];

export interface FigureOptions {
  unit: string;
  kind: PeriodKind;
  plan?: string;
  at?: string;
  json?: boolean;
  now?: string;
}

export function digestCommand(): Command {
  return withFigureOptions(new Command('digest'))
    .description('The digest of a unit for a period, as its officials get it')
    .action((options: FigureOptions) =>
      withContext({ now: options.now }, async (context) => {
        const content = loadContent(promptsFolder);
        const query = await figuresAsked(options, content.plans, context);
        const facts = await unitFacts(context.store, query);
        const whose = { store: context.store, unitId: facts.unit.id };
        const text = digestText(content.texts, facts, await campaignOfDigest(content.campaigns, facts.upTo, whose));
        console.log(options.json ? JSON.stringify({ text, ...withoutGuarded(facts) }, null, 2) : text);
      }),
    );
}

/** A digest never holds numbers about violence, as text or as data. */
function withoutGuarded<T extends { results: readonly { guarded: boolean }[] }>(facts: T): T {
  return { ...facts, results: facts.results.filter(({ guarded }) => !guarded) };
}

export function withFigureOptions(command: Command, kinds: readonly string[] = periodKinds): Command {
  return command
    .requiredOption('--unit <code>', 'code of the unit')
    .addOption(new Option('--kind <kind>', 'period').choices(kinds).default('week'))
    .option('--plan <code>', 'only the indicators of this plan (TY, ND, NDM)')
    .option('--at <day>', 'a day of the period, 2026-11-30; figures up to its end (default: today)')
    .option('--now <time>', 'move the clock')
    .option('--json', 'the figures as JSON');
}

/** The unit, plans and day that are meant. Throws OperatorError. */
export async function figuresAsked(
  { unit: code, kind, plan, at }: FigureOptions,
  plans: readonly Plan[],
  { store, clock }: CommandContext,
): Promise<FactsQuery> {
  const unit = await store.first('Unit', { code });
  if (!unit) throw new OperatorError('TA-UNITS-002', `No unit has the code ${code}. See to-am units tree.`);
  const today = dayOf(clock.now());
  if (at !== undefined && !isDay(at)) throw asked(`${at} is no day.`, 'Write for example --at 2026-11-30.');
  if (at !== undefined && at > today)
    throw asked(`${at} is in the future; there are no figures yet.`, `Choose a day up to ${today}.`);
  const chosen = plan === undefined ? plans : plans.filter((one) => one.code === plan);
  if (chosen.length === 0)
    throw asked(`There is no plan ${plan}.`, `There are: ${plans.map((one) => one.code).join(', ')}.`);
  return { unit, kind, at: at ?? today, plans: chosen };
}

function asked(what: string, cure: string): OperatorError {
  return new OperatorError('TA-FIGURES-001', `${what} ${cure}`);
}
