import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Branch, figuresIn, openBranch } from './branch.ts';

const example =
  'giup ba lan sua nha 5tr, chi hoa xom 3 dat sach bep. hom thu 5 hop chi hoi tuyen truyen 4 gia tri 35 nguoi';

describe('A branch that says everything at once', () => {
  let branch: Branch;
  beforeEach(async () => {
    branch = await openBranch();
  });
  afterEach(() => branch.close());

  it('is shown a summary, and after "1" has its rows and figures', async () => {
    const talk = branch.talk();
    const summary = await talk.begin('weekly', { text: example });
    expect(summary.text).toContain('• bà Lan: sửa, xây nhà, 5.000.000 đ');
    console.log(summary.text);
    const saved = await talk.says('1');
    console.log(saved.text);
    console.log(await figuresIn(branch.store));
    expect(talk.openDialog).toBe('monthly');
  });
});
