import { writeDay } from '../core/day.ts';
import type { Texts } from '../core/texts.ts';
import type { Result } from './results.ts';
import { writeNumber, writePercent } from './written.ts';

/** The value of an indicator as it is said: `3/4`, `93,5% (1.234/1.320)`, "có", "chưa có số". */
export function valueText(texts: Texts, result: Result): string {
  const say = (key: string, params = {}) => texts.say(`digests.digest.indicator.${key}`, params);
  const { n, parts, target, shows } = result;
  if (n === null) return say('missing');
  switch (shows) {
    case 'yes-no':
      return say(n > 0 ? 'yes' : 'no');
    case 'percent': {
      const percent = writePercent(n);
      return parts
        ? say('percent', { percent, of: writeNumber(parts.of), to: writeNumber(parts.to) })
        : say('percent-only', { percent });
    }
    case 'count':
      return target === null
        ? say('count-free', { n: writeNumber(n) })
        : say('count', { n: writeNumber(n), target: writeNumber(target) });
  }
}

/** One line of a digest: id, name, value against target, and how it stands. */
export function resultLine(texts: Texts, result: Result): string {
  const say = (key: string, params = {}) => texts.say(`digests.digest.${key}`, params);
  const { id, short, target, shows, sense, state, expected, n } = result;
  const shownTarget =
    target === null || shows !== 'percent'
      ? ''
      : say(`indicator.${sense === 'below' ? 'below' : 'target'}`, { target: writePercent(target) });
  const written = shows === 'percent' ? writePercent(expected ?? 0) : writeNumber(expected ?? 0);
  const how = shows === 'yes-no' && state !== 'missed' && state !== 'behind' ? '' : stateText(texts, state, written);
  const value = `${valueText(texts, result)}${n === null && shows !== 'percent' ? '' : shownTarget}`;
  const beside = `${besideText(texts, result)}${[...averageText(texts, result), ...launchText(texts, result)].join('')}`;
  const text = say('indicator.line', { id, short, value: `${value}${beside}`, state: how });
  return result.example ? say('indicator.example', { text }) : text;
}

/** What stands beside the value: ", được tuyên truyền 96%"; empty where there is nothing. */
export function besideText(texts: Texts, { beside }: Result): string {
  if (beside === null) return '';
  const value = beside.shows === 'percent' ? writePercent(beside.n) : writeNumber(beside.n);
  return texts.say('digests.digest.indicator.beside', { name: beside.name, value });
}

function averageText(texts: Texts, { average }: Result): string[] {
  if (average === undefined) return [];
  if (average === null) return [texts.say('digests.digest.indicator.no-average')];
  const written = average
    .toFixed(2)
    .replace(/\.?0+$/u, '')
    .replace('.', ',');
  return [texts.say('digests.digest.indicator.average', { average: `${written}%` })];
}

function launchText(texts: Texts, { launches }: Result): string[] {
  if (!launches) return [];
  const { launched, pilots, before } = launches;
  return [texts.say('digests.digest.indicator.launches', { n: launched, of: pilots, day: writeDay(before) })];
}

function stateText(texts: Texts, state: Result['state'], expected: string): string {
  return texts.say(`digests.digest.state.${state}`, { expected });
}
