import { hasAccents } from '../language/fold.ts';
import { type Token, tokenise } from '../language/tokenise.ts';
import type { Spellings } from './spellings.ts';
import { sentenceStart, type WordModel } from './word-model.ts';

interface Step {
  ids: readonly number[];
  score: number;
  back: number;
}

/** Longer messages are read only so far; what they ask stands at the beginning or at the end. */
const mostTokens = 400;

/**
 * The words of a message as numbers of the model: of all spellings of its tokens the likeliest sequence (Viterbi). Punctuation is left
 * out; `unknownWord` stands for what is no word of ours. Of each token so many spellings are weighed, fewer in long messages.
 */
export function readWords(text: string, model: WordModel, spellings: Spellings, mostSpellings = 12): number[] {
  const tokens = ends(tokenise(text.slice(0, 6_000)));
  const letters = tokens.filter(({ kind }) => kind === 'word');
  const accented = letters.filter(({ raw }) => hasAccents(raw)).length > letters.length * 0.2;
  const most = Math.min(mostSpellings, tokens.length > 120 ? 5 : tokens.length > 40 ? 8 : 12);

  const columns: Step[][] = [];
  let restart = true;
  for (const token of tokens) {
    if (token.kind === 'punctuation') {
      restart ||= /[.!?;\n]/u.test(token.raw);
      continue;
    }
    const before = columns.at(-1);
    columns.push(
      spellings.of(token, accented, most).map(({ ids, cost }) => {
        let inside = -cost;
        for (let at = 1; at < ids.length; at++) inside += model.logChance(ids[at - 1]!, ids[at]!);
        return best(before, restart, ids, inside, model);
      }),
    );
    restart = false;
  }
  return walkBack(columns);
}

function best(
  before: Step[] | undefined,
  restart: boolean,
  ids: readonly number[],
  inside: number,
  model: WordModel,
): Step {
  const first = ids[0]!;
  if (!before) return { ids, score: inside + model.logChance(sentenceStart, first), back: 0 };
  let score = Number.NEGATIVE_INFINITY;
  let back = 0;
  before.forEach((step, at) => {
    const here = step.score + model.logChance(restart ? sentenceStart : step.ids.at(-1)!, first);
    if (here > score) {
      score = here;
      back = at;
    }
  });
  return { ids, score: score + inside, back };
}

function walkBack(columns: readonly Step[][]): number[] {
  const words: number[][] = [];
  let at = 0;
  columns.at(-1)?.forEach((step, i, all) => {
    if (step.score > all[at]!.score) at = i;
  });
  for (let column = columns.length - 1; column >= 0; column--) {
    const step = columns[column]![at]!;
    words.push([...step.ids]);
    at = step.back;
  }
  return words.reverse().flat();
}

function ends(tokens: Token[]): Token[] {
  if (tokens.length <= mostTokens) return tokens;
  return [...tokens.slice(0, mostTokens / 2), ...tokens.slice(-mostTokens / 2)];
}
