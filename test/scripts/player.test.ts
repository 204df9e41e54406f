import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type ControlWords,
  moveOn,
  nextLine,
  openState,
  type PlayState,
  readState,
  take,
} from '../../src/scripts/player.ts';
import { freeText, oneOf, wholeNumber } from '../../src/scripts/readers.ts';
import { script } from '../../src/scripts/script.ts';

const answers = z.object({
  name: z.string().optional(),
  age: z.number().nullable().optional(),
  rice: z.enum(['white', 'brown']).optional(),
});
type Answers = z.infer<typeof answers>;

const shopping = script({
  id: 'shopping',
  answers,
  lines: ({ tell, ask, askFor, confirm }) => [
    tell('hello'),
    askFor('name', freeText({ max: 20 }), {
      open: (given) => given.name === undefined,
      // One message fills two answers.
      into: (given, heard) => {
        const [name = '', age] = heard.split(',');
        return { ...given, name, ...(age ? { age: Number(age) } : {}) };
      },
    }),
    ask('age', wholeNumber({ max: 120 }), { skip: (given) => ({ ...given, age: null }) }),
    ask(
      'rice',
      oneOf(() => [
        { value: 'white' as const, words: ['gạo trắng'] },
        { value: 'brown' as const, words: ['gạo lứt'] },
      ]),
      { unless: ({ age }) => (age ?? 0) > 80 },
    ),
    confirm('summary'),
  ],
  edit: (given, rest) => (rest ? { ...given, name: rest } : { ...given, name: undefined }),
});

const words: ControlWords = {
  cancel: ['hủy'],
  back: ['quay lại'],
  skip: ['bỏ qua'],
  edit: ['sửa'],
  yes: ['lưu', 'đúng'],
  polite: ['nhé', 'ạ', 'giúp em'],
};
const now = new Date('2026-11-22T01:00:00Z');
const today = '2026-11-22';

/** The state after these messages, each taken by the question that was open. */
function played(...messages: string[]): PlayState<Answers> {
  let state = openState<Answers>(shopping, {}, now);
  const ask = (given: Answers, wentBack = false) => {
    const { ask: line, tells } = nextLine(shopping, given, state.told);
    if (line) state = moveOn(state, given, { at: line.name, tells, now, wentBack });
  };
  ask({});
  for (const text of messages) {
    const taken = take(shopping, state, text, today, words);
    if (taken.kind === 'answers' || taken.kind === 'back') ask(taken.answers, taken.kind === 'back');
    else throw new Error(`"${text}" was ${taken.kind}`);
  }
  return state;
}

describe('A script', () => {
  it('tells what stands before the first question, once', () => {
    expect(nextLine(shopping, {}, []).tells).toEqual(['hello']);
    expect(played('Lan').told).toEqual(['hello']);
  });

  it.each([
    { messages: [], at: 'name', because: 'it begins with the first question' },
    { messages: ['Lan'], at: 'age', because: 'the name is known' },
    { messages: ['Lan,50'], at: 'rice', because: 'what one message filled is not asked again' },
    { messages: ['Lan', '90'], at: 'summary', because: 'the rice is not asked of the very old' },
    { messages: ['Lan', 'bỏ qua'], at: 'rice', because: 'the age may be skipped' },
    { messages: ['Lan', 'bo qua nhe'], at: 'rice', because: 'without accents, and politely' },
    { messages: ['Lan', '50', 'gao lut'], at: 'summary', because: 'a word is enough' },
    { messages: ['Lan', '50', '2'], at: 'summary', because: 'a number is enough' },
    { messages: ['Lan', '50', 'quay lại'], at: 'age', because: 'it goes back one question' },
    { messages: ['Lan', '50', 'quay lại', 'quay lại'], at: 'name', because: 'and one more' },
    { messages: ['Lan', '50', '1', 'sửa'], at: 'name', because: 'mending asks anew what was taken away' },
    { messages: ['Lan', '50', '1', '2'], at: 'name', because: '2 at the summary mends' },
  ])('after $messages is at $at: $because', ({ messages, at }) => expect(played(...messages).at).toBe(at));

  it('is confirmed by "1" or a word, cancelled by "3" or a word', () => {
    const state = played('Lan', '50', '1');
    expect(take(shopping, state, '1', today, words)).toMatchObject({ confirmed: true });
    expect(take(shopping, state, 'lưu nhé', today, words)).toMatchObject({ confirmed: true });
    expect(take(shopping, state, '3', today, words).kind).toBe('cancelled');
    expect(take(shopping, state, 'huỷ', today, words).kind).toBe('cancelled');
  });

  it('mends with the words that follow "sửa"', () => {
    expect(take(shopping, played('Lan', '50', '1'), 'sửa Mận', today, words)).toMatchObject({
      answers: { name: 'Mận' },
    });
  });

  it('does not skip what it needs, nor go back before the beginning', () => {
    expect(take(shopping, played(), 'bỏ qua', today, words).kind).toBe('cannot-skip');
    expect(take(shopping, played(), 'quay lại', today, words).kind).toBe('nothing-before');
  });

  it('says which answer it wants', () => {
    expect(take(shopping, played('Lan'), 'xin chào', today, words)).toEqual({
      kind: 'not-understood',
      retry: 'scripts.retry.number',
    });
  });
});

describe('A kept state', () => {
  it('fits when its question is still there, also in a script with more questions', () => {
    const kept: unknown = JSON.parse(JSON.stringify(played('Lan')));
    expect(readState(shopping, kept)).toMatchObject({ kind: 'fits', state: { at: 'age', answers: { name: 'Lan' } } });
  });

  it.each([
    { kept: { ...played('Lan'), at: 'colour' }, keeps: { name: 'Lan' }, because: 'the question was removed' },
    { kept: { ...played('Lan'), version: 0 }, keeps: { name: 'Lan' }, because: 'the answers are of another version' },
    {
      kept: { ...played('Lan'), answers: { name: 'Lan', age: 'fifty' } },
      keeps: { name: 'Lan' },
      because: 'one answer has another form',
    },
    { kept: { nonsense: true }, keeps: {}, because: 'it is no state' },
    { kept: null, keeps: {}, because: 'there is none' },
  ])('is begun again with $keeps: $because', ({ kept, keeps }) => {
    expect(readState(shopping, kept)).toEqual({ kind: 'restart', answers: keeps });
  });
});
