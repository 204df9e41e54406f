import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rebuildUnit } from '../../src/check-ins/rebuild-figures.ts';
import { amend, insert } from '../../src/core/change.ts';
import { hours } from '../../src/core/clock.ts';
import { nextDeadlines } from '../../src/indicators/deadlines.ts';
import { resultLine } from '../../src/indicators/result-text.ts';
import { type Result, resultsFor } from '../../src/indicators/results.ts';
import { reportStates } from '../../src/indicators/sent-reports.ts';
import { unitsBelow } from '../../src/indicators/units-below.ts';
import { newReports, type ReportsFeature } from '../../src/reports/reports.ts';
import { type DigestWorld, digestWorld, plans, texts, textsOf } from '../digests/world.ts';
import { turningSealing } from '../support/test-outbox.ts';

let world: DigestWorld;
let reports: ReportsFeature;

async function inYear(at: string) {
  world = await digestWorld(at);
  await world.addUnit('P', 'province', 'Hội LHPN tỉnh Sen', null);
  await world.addUnit('C', 'commune', 'Hội LHPN xã Hồ', 'P');
  await world.addUnit('D', 'commune', 'Hội LHPN xã Đầm', 'P');
  await world.addUnit('B1', 'branch', 'Chi hội thôn Đông', 'C');
  await world.addOne('cuc', 'C', 'official');
  await world.addOne('que', 'P', 'official');
  const { store, clock } = world;
  reports = newReports({
    ...{ store, texts, clock, plans, sealing: turningSealing, publicUrl: null },
    kindNamed: (text) => (text === 'sơ kết' ? 'interim-review' : text === 'năm kế hoạch' ? 'plan-year' : null),
    kindSaid: (kind) => texts.say(`digests.commands.due-kind.${kind}`),
  });
}
beforeEach(() => inYear('2026-11-02T07:00:00+07:00'));
afterEach(() => world.close());

/** "lập báo cáo …" */
async function makeFile(personId: string, rest: string) {
  const step = await reports.commands
    .find(({ id }) => id === 'reports.file')
    ?.run(await world.said(personId, rest), rest);
  if (step?.kind !== 'next') throw new Error('no file');
  await world.store.commit(step.changes);
  return step.says[0];
}

const sentTo = async (personId: string, template: string) =>
  (await world.store.find('OutboxRow', { personId })).filter(({ key }) => key.startsWith(`${template}/`));

describe('The review of plan TY after five years', () => {
  it('reminds nobody while no day is settled for it', async () => {
    await world.pass(hours(24 * 30), hours(6));
    expect((await sentTo('cuc', 'report-due')).filter(({ key }) => key.includes('review'))).toEqual([]);
    expect(textsOf(await world.command('cuc', 'states'))).toContain('sơ kết 5 năm kế hoạch TY: chưa có ngày hạn');
  });

  it('is reminded of 14, 7 and 1 days before the day that the province settled, until it is sent', async () => {
    expect(textsOf(await world.command('que', 'due-interim', '25/11/2026'))).toContain('25/11/2026');
    await world.pass(hours(24 * 17), hours(6));
    const days = async () =>
      (await sentTo('cuc', 'report-due'))
        .filter(({ key }) => key.includes('interim-review'))
        .map(({ key }) => key.split('/')[5])
        .sort();
    expect(await days()).toEqual(['2026-11-11', '2026-11-18']);
    expect(world.telegram.texts().join('\n')).toContain('báo cáo sơ kết 5 năm kế hoạch TY');
    await world.command('cuc', 'sent', 'sơ kết');
    await world.pass(hours(24 * 8), hours(6));
    expect(await days()).toEqual(['2026-11-11', '2026-11-18']);
  });

  it('counts for a commune by the nearest day settled above it', async () => {
    await world.command('que', 'due-interim', '25/11/2026');
    await world.command('cuc', 'due-interim', '20/11/2026');
    expect(textsOf(await world.command('cuc', 'states'))).toContain('sơ kết 5 năm kế hoạch TY, hạn 20/11/2026');
    expect(textsOf(await world.command('que', 'states'))).toContain('sơ kết 5 năm kế hoạch TY, hạn 25/11/2026: 0/2');
  });

  it.each(['', '31/2/2026', '1/11/2026', 'mai', '15-12'])('takes no day from "%s"', async (text) => {
    expect(textsOf(await world.command('que', 'due-interim', text))).toContain('ví dụ: hạn sơ kết 15/12/2026');
    expect(await world.store.count('Setting', { id: { gte: 'review-due/', lt: 'review-due0' } })).toBe(0);
  });
});

describe('The state of a report', () => {
  it('goes from a draft to sent up to received, and the level above sees each', async () => {
    const of = async (who: string) => textsOf(await world.command(who, 'states'));
    expect(await of('cuc')).toContain('báo cáo năm kế hoạch TY, hạn 30/11/2026: chưa lập');
    await makeFile('cuc', 'năm kế hoạch');
    expect(await of('cuc')).toContain('năm kế hoạch TY, hạn 30/11/2026: đã lập dự thảo ngày 2/11, chưa gửi');
    expect(await of('que')).toMatch(
      /năm kế hoạch TY, hạn 30\/11\/2026: 0\/2 đơn vị đã gửi\.\nĐã nhận: 0\. Còn là dự thảo: 1\./,
    );
    await world.command('cuc', 'sent', 'năm kế hoạch');
    expect(await of('que')).toContain(
      'năm kế hoạch TY, hạn 30/11/2026: 1/2 đơn vị đã gửi.\nChưa gửi: Hội LHPN xã Đầm.',
    );
    await world.command('que', 'received', 'năm kế hoạch xã Hồ');
    expect(await of('cuc')).toContain('năm kế hoạch TY, hạn 30/11/2026: cấp trên đã nhận ngày 2/11');
    // A file made once more does not take back that it was sent.
    await makeFile('cuc', 'năm kế hoạch');
    expect((await reportStates(world.store)).map(({ unitId, state }) => `${unitId} ${state}`)).toEqual(['C received']);
  });

  it('is kept of a review as well, whose file has its own form', async () => {
    const message = await makeFile('cuc', 'sơ kết');
    expect(message?.file?.name).toBe('C-TY-review-2026.docx');
    expect(message?.text).toContain('Sơ kết 05 năm');
    expect(message?.text).toContain('*đã gửi báo cáo sơ kết*');
    expect(await reportStates(world.store)).toMatchObject([{ period: 'TY-review-2026', state: 'draft' }]);
  });
});

describe('A deadline', () => {
  const due = (day: string, code: string) =>
    nextDeadlines(
      plans.filter((plan) => plan.code === code),
      day,
    ).map((one) => `${one.kind} ${one.period} ${one.due}`);

  it.each([
    ['2026-11-24', 'TY', ['plan-year TY-2026 2026-11-30'], 'before 1 December'],
    ['2026-12-01', 'TY', ['plan-year TY-2027 2027-11-30'], 'the day after, next year’s'],
    [
      '2025-12-20',
      'ND',
      ['half-year 2025-H2 2025-12-31', 'year 2025 2025-12-31', 'month 2025-12 2026-01-05'],
      'the last year',
    ],
    ['2026-01-04', 'ND', ['month 2025-12 2026-01-05'], 'the plan is over, its last month is still owed'],
    ['2026-01-06', 'ND', [], 'nothing is owed any more'],
  ])('on %s of plan %s is %s: %s', (day, code, expected) => {
    expect(due(day, code)).toEqual(expected);
  });
});

describe('Good examples', () => {
  beforeEach(async () => {
    const { store, clock } = world;
    const now = clock.now();
    await store.commit([
      insert('CheckIn', {
        ...{ id: 'k', unitId: 'B1', reporterId: 'r', period: '2026-W44', late: false, nothing: false, createdAt: now },
        ...{ version: 1, withdrawn: false },
      }),
      ...['Gia đình bà Mận hiếu thảo', 'Chị Đào vượt khó', 'Gia đình ông Ổi'].map((text, i) =>
        insert('Nomination', {
          ...{ id: `n${i}`, checkInId: 'k', unitId: 'B1', day: '2026-10-30', version: 1, replacedById: null },
          ...{ waiting: false, createdAt: new Date(now.getTime() + i), sealedText: turningSealing.seal(text) },
          ...{ personOrFamily: 'family' as const, proposedBy: 'r', decidedBy: null, decidedAt: null },
        }),
      ),
    ]);
  });

  async function commend(personId: string, ...answers: string[]): Promise<string> {
    const dialog = reports.dialogs.find(({ id }) => id === 'reports.commend');
    if (!dialog) throw new Error('no dialog');
    let step = await dialog.begin(await world.said(personId, 'biểu dương'));
    for (const text of answers) {
      if (step.kind !== 'next' || step.state === null) throw new Error(`it was over before ${text}`);
      step = await dialog.answer(JSON.parse(JSON.stringify(step.state)), await world.said(personId, text));
      if (step.kind === 'next') await world.store.commit(step.changes);
    }
    return textsOf(step);
  }
  const chosen = async () =>
    (await world.store.find('Nomination', {}))
      .filter(({ decidedAt }) => decidedAt)
      .map(({ id, decidedBy }) => `${id} ${decidedBy}`);

  it('are listed to the officials above the branch and chosen by number; who chose and when is kept', async () => {
    expect(await commend('cuc')).toContain('2. Chị Đào vượt khó (Chi hội thôn Đông, 30/10)');
    expect(await commend('cuc', '2')).toContain('2. ✓ Chị Đào vượt khó (Chi hội thôn Đông, 30/10; chọn ngày 2/11)');
    expect(await chosen()).toEqual(['n1 cuc']);
    expect(await commend('que')).toContain('2. ✓ Chị Đào');
    expect(await commend('cuc', 'biểu dương 1', 'bỏ chọn 2', 'xong')).toContain('sẽ có trong báo cáo');
    expect(await chosen()).toEqual(['n0 cuc']);
  });

  it('are counted beside those proposed (ND-7), as a rebuild from the facts counts them, also after a correction', async () => {
    await rebuildUnit(world.store, 'B1');
    const [counted] = plans.filter(({ code }) => code === 'NDM');
    const unit = await world.store.first('Unit', { id: 'C' });
    if (!counted || !unit) throw new Error('no plan or commune');
    const nominations = async () => {
      const below = await unitsBelow(world.store, unit, '2026-11-02');
      const results = await resultsFor(world.store, [counted], below, '2026-11-02');
      return resultLine(texts, results.find(({ id }) => id === 'ND-7') as Result);
    };
    await commend('cuc', '2', '1', '1');
    expect(await nominations()).toContain('Điển hình được đề xuất: 3, đã chọn biểu dương 2');
    const [old] = await world.store.find('Nomination', { id: 'n1' });
    if (!old) throw new Error('no n1');
    await world.store.commit([
      amend('Nomination', { id: 'n1' }, { replacedById: 'n9' }, 1),
      insert('Nomination', { ...old, id: 'n9', version: 2, decidedAt: null, decidedBy: null }),
    ]);
    expect(await rebuildUnit(world.store, 'B1')).toBe(0);
    await commend('cuc', 'bỏ chọn 1');
    await commend('que', 'bỏ chọn 2');
    expect(await nominations()).toContain('Điển hình được đề xuất: 3, đã chọn biểu dương 0');
    expect(await chosen()).toEqual([]);
  });

  it.each(['9', 'abc', '0', ''])('are not chosen by "%s"', async (text) => {
    expect(await commend('cuc', text)).toContain('nhắn số để chọn');
    expect(await chosen()).toEqual([]);
  });

  it('of other communes are not seen', async () => {
    await world.addOne('dau', 'D', 'official');
    expect(await commend('dau')).toContain('Chưa có chi hội nào');
  });

  it('of a report that was taken back are not seen', async () => {
    await world.store.commit([{ do: 'amend', table: 'CheckIn', where: { id: 'k' }, set: { withdrawn: true } }]);
    expect(await commend('cuc')).toContain('Chưa có chi hội nào');
  });
});
