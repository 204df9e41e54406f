import { describe, expect, it } from 'vitest';
import { ContentReader } from '../../src/content/content-reader.ts';
import { declaredSentences } from '../../src/content/declared-sentences.ts';
import { readPlans } from '../../src/content/plan-content.ts';
import { checkPlans } from '../../src/indicators/check-plans.ts';
import { evaluate, type FigureReader } from '../../src/indicators/evaluate.ts';
import { type Formula, readFormula } from '../../src/indicators/formula.ts';
import { planSchema } from '../../src/indicators/plan-schema.ts';
import { promptsFolder } from '../../src/paths.ts';
import { realTexts } from '../support/texts.ts';

const figures = (own: Record<string, number>, branches: Record<string, number>[] = []): FigureReader => ({
  n: (measure) => own[measure] ?? null,
  count: ({ where }) => {
    if (where === null) return branches.length;
    const values = branches.map((branch) => evaluate(where, figures(branch), noOther).n);
    return values.every((n) => n === null) ? null : values.filter((n) => n !== null && n > 0).length;
  },
});
const noOther = (id: string): Formula => {
  throw new Error(`no ${id}`);
};

describe('A formula of a plan', () => {
  const commune = figures({ activities: 7, 'yearly/schools': 4, 'yearly/schools-teaching': 3, nominations: 0 }, [
    { activities: 5 },
    { activities: 2 },
    {},
  ]);

  it.each([
    { text: 'sum(activities)', n: 7, because: 'it was counted' },
    { text: 'sum(participants)', n: null, because: 'what was never counted is not zero' },
    { text: 'sum(activities, participants)', n: 7, because: 'what is missing adds nothing' },
    { text: 'ratio(sum(yearly/schools-teaching), sum(yearly/schools))', n: 75, because: 'three of four' },
    { text: 'ratio(sum(activities), sum(nominations))', n: null, because: 'nothing is a share of zero' },
    { text: 'any(sum(nominations), sum(activities))', n: 1, because: 'one of them is above 0' },
    { text: 'all(sum(nominations), sum(activities))', n: 0, because: 'one of them is 0' },
    { text: 'any(sum(participants))', n: null, because: 'nobody has said anything' },
    { text: 'distinct(sum(activities), sum(nominations))', n: 1, because: 'one is above 0' },
    { text: 'count(branch)', n: 3, because: 'there are three' },
    { text: 'count(branch where sum(activities) >= 5)', n: 1, because: 'one has five' },
    { text: 'count(branch where sum(nominations))', n: null, because: 'no branch has said anything' },
    { text: 'ratio(count(branch where sum(activities)), count(branch))', n: 200 / 3, because: 'two of three' },
  ])('$text is $n: $because', ({ text, n }) => {
    const read = readFormula(text);
    if (!read.ok) throw new Error(read.at);
    const value = evaluate(read.formula, commune, noOther).n;
    if (n === null) expect(value).toBeNull();
    else expect(value).toBeCloseTo(n, 9);
  });

  it.each([
    ['sum(', ''],
    ['total(activities)', 'total'],
    ['sum(activities) sum(activities)', 'sum'],
    ['count(village)', 'village'],
    ['count(commune where count(branch) >= 2)', 'count'],
    ['sum(activities) >= many', 'many'],
    ['process.exit()', '.'],
  ])('%s is refused at "%s"', (text, at) => {
    expect(readFormula(text)).toEqual({ ok: false, at });
  });
});

describe('The plan files', () => {
  it('hold every target of both plans', () => {
    const reader = new ContentReader(promptsFolder);
    reader.readAllSentences(declaredSentences);
    reader.problems.length = 0;
    const plans = readPlans(reader);
    expect(reader.problems).toEqual([]);
    const ids = plans.filter(({ example }) => !example).flatMap((plan) => plan.indicators.map(({ id }) => id));
    expect(ids.sort()).toEqual(
      [
        ...'TY-1 TY-2 TY-3 TY-4 TY-5a TY-5b TY-6 TY-7 TY-8 TY-9 TY-10 TY-11 TY-12 TY-13'.split(' '),
        ...'ND-1a ND-1b ND-1c ND-2 ND-3 ND-4 ND-5 ND-6 ND-7 ND-8'.split(' '),
      ].sort(),
    );
  });

  it('name their place when a formula goes in circles, is unknown, or a target is 0', () => {
    const texts = realTexts();
    const base = {
      wording: 'Một chỉ tiêu thử nghiệm',
      short: 'thử',
      source: 'II',
      level: ['commune'],
      period: 'year',
      from: 'check-ins',
      shows: 'count',
      pace: 'none',
    };
    const value = planSchema.parse({
      title: 'Kế hoạch thử',
      code: 'KT',
      validFrom: '2026-01-01',
      validUntil: '2026-12-31',
      reports: [],
      indicators: [
        { ...base, id: 'KT-1', formula: 'any(indicator(KT-2))' },
        { ...base, id: 'KT-2', formula: 'any(indicator(KT-1))' },
        { ...base, id: 'KT-3', formula: 'sum(hoat-dong)', target: 0 },
        { ...base, id: 'KT-4', formula: 'indicator(KT-9)' },
      ],
    });
    const lineOf = (path: readonly PropertyKey[]) => 10 + Number(path[1]);
    const problems = checkPlans([{ file: 'prompts/plans/kt.yaml', value, lineOf }], texts);
    expect(problems.map(({ line }) => line).sort()).toEqual([10, 11, 12, 12, 13]);
    expect(problems.map(({ text }) => text).join('\n')).toMatch(/dẫn vòng[\s\S]*lớn hơn 0[\s\S]*hoat-dong[\s\S]*KT-9/u);
  });
});
