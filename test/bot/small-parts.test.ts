import { describe, expect, it } from 'vitest';
import { choiceByNumber, emptyState, readState } from '../../src/bot/conversation-state.ts';
import { matchCommand } from '../../src/bot/match-command.ts';
import { RateLimit } from '../../src/bot/rate-limit.ts';
import { SeenMessages } from '../../src/bot/seen-messages.ts';
import { ShortMemory } from '../../src/bot/short-memory.ts';
import { TurnGate } from '../../src/bot/turn-gate.ts';
import { hours, MovableClock, minutes, seconds } from '../../src/core/clock.ts';
import { type Command, justSay } from '../../src/core/dialog.ts';
import type { Standing } from '../../src/core/person.ts';
import type { Texts } from '../../src/core/texts.ts';
import { isOneOf } from '../../src/language/typed-words.ts';

const words: Record<string, string[]> = {
  report: ['báo cáo'],
  yearly: ['báo cáo năm', 'biểu năm'],
  form: ['biểu năm'],
  help: ['trợ giúp', 'giúp tôi'],
  invite: ['mời'],
};
const texts: Texts = { say: (key) => key, words: (key) => words[key] ?? [], has: () => true };
const command = (id: string, who: Command['for'], takesRest = false): Command => ({
  id,
  words: id,
  for: who,
  takesRest,
  recorded: true,
  run: async () => justSay(),
});
const commands = [
  command('report', 'reporter', true),
  command('yearly', 'reporter'),
  command('form', 'official'),
  command('help', 'anyone'),
  command('invite', 'official', true),
];
const reporter = { person: {}, account: {}, posts: [{ role: { role: 'reporter' }, unit: {} }] } as unknown as Standing;
const official = { person: {}, account: {}, posts: [{ role: { role: 'official' }, unit: {} }] } as unknown as Standing;

describe('A command', () => {
  it.each([
    { said: 'trợ giúp', who: null, calls: 'help', rest: '', because: 'anybody may ask for help' },
    { said: 'TRO GIUP!', who: null, calls: 'help', rest: '', because: 'people type without accents' },
    { said: '/trợ giúp', who: null, calls: 'help', rest: '', because: 'Telegram puts a slash before commands' },
    {
      said: 'trợ giúp pháp lý ở đâu',
      who: null,
      calls: null,
      rest: '',
      because: 'a sentence that begins with the words is a question',
    },
    { said: 'báo cáo', who: reporter, calls: 'report', rest: '', because: 'the word alone' },
    { said: 'bao cao nam', who: reporter, calls: 'yearly', rest: '', because: 'the longer words win' },
    {
      said: 'báo cáo giúp bà Lan 5tr',
      who: reporter,
      calls: 'report',
      rest: 'giúp bà Lan 5tr',
      because: 'this command takes more',
    },
    { said: 'biểu năm', who: official, calls: 'form', rest: '', because: 'to an official it is her own form' },
    {
      said: 'biểu năm',
      who: reporter,
      calls: 'yearly',
      rest: '',
      because: 'to a reporter the statement of her branch',
    },
    { said: 'báo cáo', who: null, calls: null, rest: '', because: 'to a citizen it does not exist' },
    { said: 'mời người báo cáo', who: reporter, calls: null, rest: '', because: 'a reporter invites nobody' },
  ])('"$said" calls $calls: $because', ({ said, who, calls, rest }) => {
    const call = matchCommand(said, commands, texts, who);
    expect(call?.command.id ?? null).toBe(calls);
    expect(call?.rest ?? '').toBe(rest);
  });

  it('is not found in the middle of a message', () => {
    expect(isOneOf('tôi thoát nghèo rồi', ['thoát'])).toBe(false);
    expect(isOneOf('  Thôi. ', ['thôi'])).toBe(true);
  });

  it('is not a message without text, though "?" is one', () => {
    expect(isOneOf('', ['chào', '?'])).toBe(false);
    expect(isOneOf('?', ['chào', '?'])).toBe(true);
    expect(isOneOf('!', ['chào', '?'])).toBe(false);
  });
});

describe('A number under a menu', () => {
  const menu = [
    { label: 'Lưu', says: 'lưu' },
    { label: 'Sửa', says: 'sửa' },
  ];
  it.each([
    { said: '2', means: 'sửa' },
    { said: ' 1. ', means: 'lưu' },
    { said: 'số 2', means: 'sửa' },
    { said: '3', means: null },
    { said: '0', means: null },
    { said: '2 hộ', means: null },
  ])('"$said" means $means', ({ said, means }) => {
    expect(choiceByNumber(said, menu)?.says ?? null).toBe(means);
  });
});

describe('A kept state', () => {
  it('that an unknown version wrote begins afresh', () => {
    expect(readState('{"something":"else"}')).toEqual(emptyState);
  });
});

describe('The turn gate', () => {
  it('lets the messages of one person in one after the other, and of two people at once', async () => {
    const gate = new TurnGate();
    const order: string[] = [];
    const turn = (name: string, ms: number) => async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, ms));
      order.push(`${name} ends`);
    };
    await Promise.all([
      gate.run('lan', turn('lan 1', 30)),
      gate.run('lan', turn('lan 2', 1)),
      gate.run('hoa', turn('hoa 1', 1)),
    ]);
    expect(order.indexOf('lan 1 ends')).toBeLessThan(order.indexOf('lan 2 begins'));
    expect(order.indexOf('hoa 1 ends')).toBeLessThan(order.indexOf('lan 1 ends'));
  });

  it('lets the next one in when a turn fails', async () => {
    const gate = new TurnGate();
    const failing = gate.run('lan', async () => {
      throw new Error('as planned');
    });
    const next = gate.run('lan', async () => 'came');
    await expect(failing).rejects.toThrow('as planned');
    await expect(next).resolves.toBe('came');
    expect(gate.busy).toBe(0);
  });
});

describe('A flood', () => {
  it('is not reached by one message that comes again and again because its turn failed', () => {
    const clock = new MovableClock('2026-11-22T08:00:00+07:00');
    const limit = new RateLimit(clock);
    for (let delivery = 0; delivery < 100; delivery++) expect(limit.ask('lan', 'report')).toBe('let-in');
    for (let n = 1; n < 20; n++) expect(limit.ask('lan', `m${n}`)).toBe('let-in');
    expect(limit.ask('lan', 'one too many')).toBe('say-slower');
    expect(limit.ask('lan', 'report')).toBe('let-in');
  });

  it('is told once to slow down, then ignored, and heard again after a while', () => {
    const clock = new MovableClock('2026-11-24T08:00:00+07:00');
    const limit = new RateLimit(clock);
    const answers = Array.from({ length: 25 }, () => limit.ask('lan'));
    expect(answers.filter((answer) => answer === 'let-in')).toHaveLength(20);
    expect(answers.slice(20)).toEqual(['say-slower', 'ignore', 'ignore', 'ignore', 'ignore']);
    expect(limit.ask('hoa')).toBe('let-in');
    clock.advance(seconds(10));
    expect(limit.ask('lan')).toBe('let-in');
  });
});

describe('What is remembered of a conversation without a record', () => {
  it('is forgotten after half an hour, and at once when she leaves quickly', () => {
    const clock = new MovableClock('2026-11-24T08:00:00+07:00');
    const memory = new ShortMemory(clock);
    memory.remember('lan', { askedNeutral: true });
    memory.noteMessages('lan', ['m1', 'm2']);
    clock.advance(minutes(29));
    expect(memory.recall('lan')?.askedNeutral).toBe(true);
    clock.advance(minutes(2));
    expect(memory.recall('lan')).toBeNull();
    memory.remember('lan', { askedNeutral: true });
    expect(memory.forget('lan')).toEqual(['m1', 'm2']);
    expect(memory.recall('lan')).toBeNull();
  });

  it('gives only ids that can still be deleted', () => {
    const clock = new MovableClock('2026-11-24T08:00:00+07:00');
    const memory = new ShortMemory(clock);
    memory.noteMessages('lan', ['old']);
    clock.advance(hours(49));
    memory.noteMessages('lan', ['new']);
    expect(memory.forget('lan')).toEqual(['new']);
  });
});

describe('A message that was answered', () => {
  it('is known when it comes again, and its failures are forgotten', () => {
    const seen = new SeenMessages();
    expect([seen.noteFailure('m1'), seen.noteFailure('m1')]).toEqual([1, 2]);
    expect(seen.answered('m1')).toBe(false);
    seen.noteAnswered('m1');
    expect(seen.answered('m1')).toBe(true);
    expect(seen.noteFailure('m1')).toBe(1);
  });
});
