import { checkPlans } from '../indicators/check-plans.ts';
import { type Plan, planOf, planSchema } from '../indicators/plan-schema.ts';
import type { ContentReader } from './content-reader.ts';

/** The plans of `prompts/plans/`; none when one of them has problems. */
export function readPlans(reader: ContentReader): Plan[] {
  const files = reader.yamlFolder('plans', planSchema);
  const problems = checkPlans(files, reader.texts);
  reader.problems.push(...problems);
  return problems.length > 0 ? [] : files.map(({ id, value }) => planOf(id, value));
}
