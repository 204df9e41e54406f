import type { TokenRange } from './counting-words.ts';
import { matchesWord } from './slips.ts';
import { type Token, touches } from './tokenise.ts';

/**
 * Times of day ("7h30", "14:00", "3 giờ chiều", "11 giờ kém 15"): which tokens they take. Their value is read by nobody here; the ranges keep
 * their digits out of numbers and dates. Durations look the same ("tập huấn 2 giờ") and are ranges too.
 */
export function readClockTimes(tokens: readonly Token[]): TokenRange[] {
  const ranges: TokenRange[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const to = clockTimeAt(tokens, at);
    if (to > at) {
      ranges.push({ from: at, to });
      at = to - 1;
    }
  }
  return ranges;
}

function clockTimeAt(tokens: readonly Token[], at: number): number {
  const [hour, mark, minutes] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (hour?.kind !== 'number' || !/^(?:[01]?\d|2[0-4])$/u.test(hour.raw) || !mark) return at;
  if (mark.raw === ':' && touches(hour, mark) && touches(mark, minutes) && /^[0-5]\d$/u.test(minutes?.raw ?? ''))
    return partOfDay(tokens, at + 3);
  const short = touches(hour, mark) && /^(?:h|g|gio)$/u.test(mark.folded);
  // "5 gio qua" typed without accents is five baskets, not five o'clock.
  const long =
    matchesWord(mark, 'giờ') &&
    mark.folded !== 'h' &&
    !(mark.raw === 'gio' && /^(?:qua|hoa|trai|do)$/u.test(tokens[at + 2]?.folded ?? ''));
  if (!short && !long && !(mark.folded === 'h' && !/^\p{L}/u.test(minutes?.raw ?? ''))) return at;
  let to = at + 2;
  if (tokens[to]?.folded === 'kem' && tokens[to + 1]?.kind === 'number') to += 2;
  else if (
    /^[0-5]\d$/u.test(tokens[to]?.raw ?? '') &&
    (touches(mark, tokens[to]) || tokens[to + 1]?.kind !== 'word' || isPartOfDay(tokens[to + 1]))
  )
    to++;
  else if (tokens[to] && matchesWord(tokens[to]!, 'rưỡi')) to++;
  return partOfDay(tokens, to);
}

function partOfDay(tokens: readonly Token[], at: number): number {
  // "3 giờ chiều nay": the part of day belongs to the day that follows.
  return isPartOfDay(tokens[at]) && !/^(?:nay|qua|mai|hom|thu|ngay|chu)$/u.test(tokens[at + 1]?.folded ?? '')
    ? at + 1
    : at;
}

function isPartOfDay(token: Token | undefined): boolean {
  return (
    token !== undefined && ['sáng', 'trưa', 'chiều', 'tối', 'đêm', 'khuya'].some((part) => matchesWord(token, part))
  );
}
