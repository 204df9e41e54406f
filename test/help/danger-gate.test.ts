import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { withoutDanger } from '../../src/help/danger-gate.ts';
import { nfc } from '../../src/language/fold.ts';
import { asTelex, dangerGate, dangerLexicon, linesOf, percent, withoutAccents } from './danger-lines.ts';

const gate = dangerGate();
const dangers = linesOf('danger-phrases.txt').map(([kind = '', say = '', twin = '']) => ({
  kind: kind.replace('+', ''),
  onBehalf: kind.endsWith('+'),
  say,
  twin,
}));
const harmless = [
  ...dangers.map(({ twin }) => twin).filter(Boolean),
  ...linesOf('harmless-look-alikes.txt').map(([say = '']) => say),
];
const questionsFile = '../shared/eval/questions.jsonl';

describe('The danger gate', () => {
  it('is measured on at least 300 messages of people in danger and 300 harmless look-alikes', () => {
    expect(new Set(dangers.map(({ say }) => say)).size).toBeGreaterThanOrEqual(300);
    expect(new Set(harmless).size).toBeGreaterThanOrEqual(300);
  });

  it('hears every one of the published messages of danger', () => {
    const missed = dangers.filter(({ say }) => !gate.read(say).danger).map(({ say }) => say);
    console.log(`danger gate: recall ${percent(dangers.length - missed.length, dangers.length)}`);
    expect(missed).toEqual([]);
  });

  it('hears them also when no accent is typed', () => {
    const missed = dangers.filter(({ say }) => !gate.read(withoutAccents(say)).danger).map(({ say }) => say);
    console.log(
      `danger gate, without accents: recall ${percent(dangers.length - missed.length, dangers.length)}; missed: ${missed.join(' / ')}`,
    );
    expect(missed.length / dangers.length).toBeLessThanOrEqual(0.02);
  });

  it.each([
    { how: 'in capitals', variant: (say: string) => say.toLocaleUpperCase('vi'), atLeast: 1 },
    { how: 'with marks and emoji around it', variant: (say: string) => `  ${say}!!! 😭😭`, atLeast: 1 },
    {
      how: 'with the last letter held down',
      variant: (say: string) => say.replace(/([\p{L}\p{M}])([^\p{L}\p{M}]*)$/u, '$1$1$1$1$2'),
      atLeast: 0.98,
    },
    { how: 'in decomposed letters', variant: (say: string) => say.normalize('NFD'), atLeast: 1 },
    { how: 'on a telex keyboard that does not convert', variant: asTelex, atLeast: 0.97 },
    { how: 'after a greeting', variant: (say: string) => `chị ơi, ${say}`, atLeast: 0.99 },
    { how: 'behind a report', variant: (say: string) => `Tuần này giúp bà Lan 5tr. ${say}`, atLeast: 0.99 },
  ])('hears them $how', ({ how, variant, atLeast }) => {
    const missed = dangers.filter(({ say }) => !gate.read(variant(say)).danger).map(({ say }) => say);
    console.log(
      `danger gate, ${how}: recall ${percent(dangers.length - missed.length, dangers.length)}; missed: ${missed.join(' / ')}`,
    );
    expect(1 - missed.length / dangers.length).toBeGreaterThanOrEqual(atLeast);
  });

  it('stays quiet on at least 98 % of the harmless look-alikes', () => {
    const alarms = harmless.filter((say) => gate.read(say).danger);
    console.log(
      `danger gate: false alarms ${percent(alarms.length, harmless.length)}${alarms.length > 0 ? `: ${alarms.join(' / ')}` : ''}`,
    );
    expect(alarms.length / harmless.length).toBeLessThanOrEqual(0.02);
  });

  it('stays quiet on at least 98 % of the harmless look-alikes when no accent is typed', () => {
    const alarms = harmless.filter((say) => gate.read(withoutAccents(say)).danger);
    console.log(
      `danger gate, without accents: false alarms ${percent(alarms.length, harmless.length)}: ${alarms.join(' / ')}`,
    );
    expect(alarms.length / harmless.length).toBeLessThanOrEqual(0.02);
  });

  it('names the kind of danger in at least 95 % of them', () => {
    const heard = dangers.filter(({ kind, say }) => {
      const reading = gate.read(say);
      return reading.danger !== null && (reading.kinds as readonly string[]).includes(kind);
    });
    console.log(`danger gate: kind ${percent(heard.length, dangers.length)}`);
    expect(heard.length / dangers.length).toBeGreaterThanOrEqual(0.95);
  });

  it('tells for whom help is asked in at least 88 % of them', () => {
    const told = dangers.filter(({ onBehalf, say }) => {
      const reading = gate.read(say);
      return reading.danger !== null && reading.onBehalf === onBehalf;
    });
    console.log(`danger gate: on behalf of someone else ${percent(told.length, dangers.length)}`);
    expect(told.length / dangers.length).toBeGreaterThanOrEqual(0.88);
  });

  it.skipIf(!existsSync(questionsFile))(
    'raises no card on general questions of real people about violence and family law',
    () => {
      const questions = readFileSync(questionsFile, 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { question: string }).question);
      const hits = questions.filter((question) => gate.read(question).danger);
      console.log(
        `danger gate on ${questions.length} real questions: ${percent(hits.length, questions.length)}${hits.length > 0 ? `: ${hits.join(' / ')}` : ''}`,
      );
      expect(hits.length / questions.length).toBeLessThanOrEqual(0.01);
    },
  );
});

describe('The ways of asking that the entries of prompts/faq list', () => {
  it('open the card in at most 7 %: those in which somebody tells of herself or of one she knows', () => {
    const asks = readdirSync('prompts/faq')
      .filter((file) => file.endsWith('.md'))
      .flatMap(
        (file) =>
          (load(readFileSync(`prompts/faq/${file}`, 'utf8').split(/^---$/mu)[1] ?? '') as { asks?: string[] }).asks ??
          [],
      );
    const alarms = asks.filter((ask) => gate.read(ask).danger);
    console.log(`danger gate on the ways of asking: ${percent(alarms.length, asks.length)}`);
    expect(alarms.length / asks.length).toBeLessThanOrEqual(0.07);
  });
});

describe('Every rule of the danger lexicon', () => {
  it.each(dangerLexicon().rules.map(({ id, weight, example, twin }) => ({ id, weight, example, twin })))(
    '"$id" hears its example and not its twin',
    ({ example, twin }) => {
      expect(gate.read(example).danger).not.toBeNull();
      expect(gate.read(twin).danger).toBeNull();
    },
  );
});

describe('A report that turns into a cry', () => {
  it('keeps the clauses without danger and drops the others', () => {
    const text = 'Tuần này giúp bà Lan sửa nhà 5tr, họp 35 chị, chồng em đang cầm dao đuổi em';
    const reading = gate.read(text);
    expect(reading.danger).toBe('weapon');
    expect(reading.danger && withoutDanger(text, reading.spans)).toBe('Tuần này giúp bà Lan sửa nhà 5tr, họp 35 chị');
  });

  it('has spans in order that lie within the message and do not overlap', () => {
    for (const { say } of dangers) {
      const reading = gate.read(say);
      if (!reading.danger) continue;
      let at = 0;
      for (const { from, to } of reading.spans) {
        expect(from).toBeGreaterThanOrEqual(at);
        expect(to).toBeGreaterThan(from);
        at = to;
      }
      expect(at).toBeLessThanOrEqual(nfc(say).length);
    }
  });
});

describe('What the gate costs', () => {
  it('is under a millisecond for a normal message', () => {
    const messages = harmless.slice(0, 100);
    for (const say of messages) gate.read(say);
    // Processor time, because tests share the machine.
    const start = process.cpuUsage();
    for (let round = 0; round < 5; round++) for (const say of messages) gate.read(say);
    const { user, system } = process.cpuUsage(start);
    const each = (user + system) / 1000 / (5 * messages.length);
    console.log(`danger gate: ${each.toFixed(2)} ms a message`);
    expect(each).toBeLessThan(1);
  });

  it.each(['chồng em đang đánh em vì bà Lan ', 'đánh ', 'abcdefghij', 'a,b,', 'bị bị đánh ', 'không '])(
    'grows linearly with a message of 100,000 characters of "%s"',
    (unit) => {
      const cost = (length: number) => {
        const text = unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
        const start = performance.now();
        gate.read(text);
        return performance.now() - start;
      };
      cost(10_000);
      const short = Math.max(cost(20_000), cost(20_000));
      // Five times the length; quadratic growth would cost 25 times as much.
      expect(Math.min(cost(100_000), cost(100_000))).toBeLessThan(Math.max(15 * short, 3_000));
    },
  );
});
