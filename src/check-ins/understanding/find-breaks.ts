import { lineOf } from '../../language/counting-words.ts';
import { matchesWord, matchPhrase } from '../../language/slips.ts';
import { type Token, touches } from '../../language/tokenise.ts';
import { positions } from './choose-phrases.ts';
import type { Range } from './phrase-index.ts';
import type { Piece } from './pieces.ts';

const LINKS = [
  'và',
  'rồi',
  'còn',
  'sau đó',
  'ngoài ra',
  'đồng thời',
  'xong',
  'bên cạnh đó',
  'rồi thì',
  'xong rồi',
  'ngoài ra còn',
  'thêm nữa',
  'cũng',
];

export function findBreaks(tokens: readonly Token[], lines: ReadonlySet<number>, taken: readonly Range[]): Piece[] {
  const closed = new Set(taken.flatMap(positions));
  const { accented } = lineOf(tokens);
  const breaks: Piece[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (lines.has(at)) breaks.push({ is: 'break', strong: true, mark: '\n', from: at, to: at });
    if (closed.has(at)) continue;
    if (
      /^[.;!?…]$/u.test(token.raw) &&
      !(
        token.raw === '.' &&
        touches(tokens[at - 1], token) &&
        touches(token, tokens[at + 1]) &&
        tokens[at - 1]!.raw.length < 3
      )
    )
      breaks.push({ is: 'break', strong: true, mark: token.raw, from: at, to: at + 1 });
    else if (/^[,:+()\-–/&=>]$/u.test(token.raw))
      breaks.push({ is: 'break', strong: false, mark: token.raw, from: at, to: at + 1 });
    else {
      const link = LINKS.filter((word) => matchPhrase(tokens, at, word) > 0).sort(
        (one, two) => two.length - one.length,
      )[0];
      // "ca", "con" typed without accents are too many other words.
      if (
        link &&
        !(link === 'còn' && token.toned === 'con' && (accented || !isLoneCon(tokens, at))) &&
        !(link === 'cũng')
      )
        breaks.push({ is: 'break', strong: false, mark: link, from: at, to: at + matchPhrase(tokens, at, link) });
    }
  }
  return breaks;
}

/** "1. họp chi hội", "2) tặng quà": the number of a line is no quantity. */
export function findBullets(tokens: readonly Token[], lines: ReadonlySet<number>): Range[] {
  let last = 0;
  return tokens.flatMap((token, at) => {
    // "1. họp 33 chị 2. thăm bà Gái": the next number of a list that has begun may stand anywhere.
    const opens =
      at === 0 || lines.has(at) || /^[.;:]$/u.test(tokens[at - 1]!.raw) || (last > 0 && Number(token.raw) === last + 1);
    const mark = tokens[at + 1];
    // "một là họp chi hội, hai là …"
    if (
      (at === 0 || lines.has(at) || tokens[at - 1]!.kind === 'punctuation') &&
      mark &&
      matchesWord(mark, 'là') &&
      ['một', 'hai', 'ba', 'bốn', 'năm'].some((word) => token.toned === word || token.folded === word)
    )
      return [{ from: at, to: at + 2 }];
    const bullet =
      opens &&
      /^\d{1,2}$/u.test(token.raw) &&
      /^[.)/:-]$/u.test(mark?.raw ?? '') &&
      touches(token, mark) &&
      tokens[at + 2]?.kind === 'word';
    if (bullet) last = Number(token.raw);
    return bullet ? [{ from: at, to: at + 2 }] : [];
  });
}

function isLoneCon(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  return (
    next !== undefined &&
    ['chị', 'bà', 'hôm', 'ông', 'lại'].some((word) => matchesWord(next, word)) &&
    tokens[at - 1]?.kind !== 'number' &&
    !/^(?:chau|em|be|cho|tang|giup|cua|dau|nuoi|tro|hai|cac)$/u.test(tokens[at - 1]?.folded ?? '')
  );
}
