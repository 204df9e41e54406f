import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const command = fileURLToPath(new URL('../../src/cli/to-am.ts', import.meta.url));
const toAm = (words: readonly string[], input = '') =>
  spawnSync(process.execPath, ['--import', 'tsx', command, 'ask', ...words], { input, encoding: 'utf8' });

describe('to-am ask', () => {
  it('prints one line of JSON for each line it is given, in order', () => {
    const questions = ['chong danh thi bao ai', 'Giá vàng hôm nay bao nhiêu?', 'chồng đang cầm dao dọa giết tôi'];
    const { stdout, stderr } = toAm(
      ['--stdin', '--json'],
      questions.map((text) => JSON.stringify({ text })).join('\n'),
    );
    expect(stderr).toBe('');
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answers.map(({ kind }) => kind)).toEqual(['answer', 'out-of-scope', 'danger']);
    for (const answer of answers)
      expect(Object.keys(answer).sort()).toEqual(['choices', 'confidence', 'entry', 'kind', 'sources', 'text']);
  });

  it('answers as on the day it is told', () => {
    const on = (day: string) =>
      toAm(['--json', '--now', `${day}T08:00+07:00`, 'Những người nào được trợ giúp pháp lý?']).stdout;
    const [before, after] = [on('2026-12-01'), on('2027-01-02')].map((line) => JSON.parse(line) as { text: string });
    expect(before?.text).not.toBe(after?.text);
  });

  it('says what is missing when no question is given', () => {
    const { status, stderr } = toAm([]);
    expect(status).not.toBe(0);
    expect(stderr).toContain('--stdin');
  });
});
