import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCheckIns } from '../../src/check-ins/new-check-ins.ts';
import { type Country, openCountry } from './branch.ts';

const today = '2026-11-22';
const questions = new URL('../../../shared/eval/questions.jsonl', import.meta.url);

describe('What a reporter types without having been asked', () => {
  let country: Country;
  let readsAsReport: (text: string, today: string) => boolean;
  beforeAll(async () => {
    country = await openCountry();
    readsAsReport = newCheckIns((await country.newBranch()).parts).readsAsReport;
  });
  afterAll(() => country.close());

  it.each([
    { text: 'giup ba lan sua nha 5tr', report: true, because: 'a household was helped' },
    { text: 'giúp bà Lan', report: true, because: 'helped, with what is not said' },
    { text: 'hom thu 5 hop chi hoi 35 nguoi', report: true, because: 'an activity was held' },
    { text: 'tuần này không có gì', report: true, because: 'nothing is a report' },
    { text: 'như tuần trước', report: true, because: 'the same again is a report' },
    { text: 'đề nghị khen gia đình bà Tư', report: true, because: 'a good example is proposed' },
    { text: 'làm thủ tục vay vốn cho bà Lan 20 triệu', report: true, because: 'a loan was helped with' },
    { text: 'lệ phí đăng ký con nuôi là bao nhiêu tiền', report: false, because: 'it asks how much' },
    { text: 'mẹ viết di chúc có cần con đồng ý không', report: false, because: 'it asks whether' },
    { text: 'giúp em với', report: false, because: 'somebody asks for help' },
    { text: 'hòa giải là gì?', report: false, because: 'it ends in a question mark' },
    { text: 'chào em', report: false, because: 'a greeting' },
    { text: 'mai họp chi hội 30 chị', report: false, because: 'what is planned is not recorded' },
    { text: '', report: false, because: 'nothing is typed' },
  ])('"$text": $report, because $because', ({ text, report }) => {
    expect(readsAsReport(text, today)).toBe(report);
  });

  it('is no report where it is one of the real questions of the evaluation', () => {
    if (!existsSync(questions)) {
      console.log('skipped: there is no ../shared/eval beside the project');
      return;
    }
    const rows = readFileSync(questions, 'utf8').trim().split('\n');
    const taken = rows.map((row) => JSON.parse(row).question as string).filter((text) => readsAsReport(text, today));
    expect(taken.length / rows.length).toBeLessThanOrEqual(0.02);
  });
});
