import { describe, expect, it } from 'vitest';
import { ContentReader } from '../../src/content/content-reader.ts';
import { readSensitiveWords } from '../../src/content/help-content.ts';
import { renderFor } from '../../src/core/rendering.ts';
import type { Answer } from '../../src/knowledge/answer.ts';
import { newKnowledge } from '../../src/knowledge/knowledge.ts';
import { promptsFolder } from '../../src/paths.ts';
import { loadKnowledgeFiles } from '../support/knowledge-content.ts';

const files = loadKnowledgeFiles();
const sensitive = readSensitiveWords(new ContentReader(promptsFolder));
const knowledge = newKnowledge({ ...files, sensitive });
const today = '2026-11-24';
const ask = (title: string) => files.texts.say('knowledge.ask_about', { title });

describe('A question that one entry answers', () => {
  const answer = knowledge.answer('Chồng đánh thì báo ở đâu?', today);

  it('gets its text, its sources and the next nearest', () => {
    expect(answer).toMatchObject({
      kind: 'answer',
      entry: 'bao-tin-o-dau',
      sources: [{ law: '13/2022/QH15', article: 19 }],
    });
    expect(answer.choices.length).toBe(2);
    expect(answer.confidence).toBeGreaterThan(0.5);
    expect(answer.confidence).toBeLessThanOrEqual(1);
  });

  it('has exactly the fields that other programs read', () => {
    expect(Object.keys(answer).sort()).toEqual(['choices', 'confidence', 'entry', 'kind', 'sources', 'text']);
  });

  it('becomes a message with the help line under the text, the article it rests on, and what can be chosen', () => {
    const { text, choices = [] } = knowledge.render(answer);
    expect(text).toContain(answer.text);
    expect(text).toContain(files.texts.say('knowledge.answer.help_line'));
    expect(text).toContain('(13/2022/QH15), Điều 19');
    expect(choices.map(({ says }) => says)).toContain(files.texts.say('knowledge.action.help_card_says'));
  });
});

describe('A question of somebody who says her name first', () => {
  it.each(['tôi tên Hồng, thủ tục khai sinh thế nào', 'em ten la Lan. muon khai sinh cho con can giay gi'])(
    'is answered as if she had not: %s',
    (question) => {
      expect(knowledge.answer(question, today)).toMatchObject({ kind: 'answer', entry: 'khai-sinh-cho-con' });
    },
  );
});

describe('What a choice says', () => {
  it.each(files.entries.map(({ id, title }) => ({ id, title })))('leads back to its entry: $id', ({ id, title }) => {
    expect(knowledge.answer(ask(title), today)).toMatchObject({ kind: 'answer', entry: id, confidence: 1 });
  });
});

describe('An entry under review', () => {
  it('is not quoted after its day: she gets a number, the source and why', () => {
    const late = knowledge.answer('Chồng đánh thì báo ở đâu?', '2027-05-23');
    expect(late).toMatchObject({
      kind: 'unknown',
      entry: 'bao-tin-o-dau',
      sources: [{ law: '13/2022/QH15', article: 19 }],
    });
    expect(late.text).toBe(files.texts.say('knowledge.under_review'));
    expect(knowledge.render(late).text).toMatch(/1900 969 680[\s\S]*13\/2022\/QH15/u);
  });

  it('changes its text on the day the law changes', () => {
    const question = ask('Danh sách diện được trợ giúp pháp lý');
    const before = knowledge.answer(question, '2026-12-31');
    const after = knowledge.answer(question, '2027-01-01');
    expect([before.entry, after.entry]).toEqual(['dien-tro-giup-phap-ly', 'dien-tro-giup-phap-ly']);
    expect(after.text).not.toBe(before.text);
  });
});

describe('Somebody in danger', () => {
  it('gets the card before anything is searched', () => {
    const guarded = newKnowledge({ ...files, sensitive, danger: (text) => (text.includes('dao') ? 'Gọi 113.' : null) });
    expect(guarded.answer('chồng cầm dao, báo ở đâu', today)).toMatchObject({
      kind: 'danger',
      entry: null,
      confidence: 1,
      text: 'Gọi 113.',
      sources: [],
    });
  });
});

describe('A bare or endless message', () => {
  it.each(['', ' ', '?', '.', '123', '😢', 'a', 'ơi'])('"%s" is turned away', (text) => {
    expect(knowledge.answer(text, today)).toMatchObject({ entry: null, choices: [] });
  });

  it('of many thousand words is answered in a moment', () => {
    const start = performance.now();
    knowledge.answer('chồng tôi hay đánh tôi và tôi không biết phải làm gì '.repeat(500), today);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('The same question on the same day', () => {
  it('always has the same answer', () => {
    const again = newKnowledge({ ...files, sensitive });
    for (const question of ['ck đánh e', 'ly hôn', 'giá vàng', 'con 2 tuổi ai nuôi'])
      expect(again.answer(question, today)).toEqual(knowledge.answer(question, today));
  });
});

describe('What a locked screen shows of a message', () => {
  const words = sensitive.map((word) => new RegExp(`(?<!\\p{L})${word.normalize('NFC')}(?!\\p{L})`, 'iu'));
  /** The sensitive words that begin in the first 80 characters. */
  const shownWords = (text: string) =>
    words.filter((word) => (word.exec(text.slice(0, 120))?.index ?? 120) < 80).map(String);
  const abilities = { buttons: false, maxTextLength: 4_000 } as Parameters<typeof renderFor>[0];
  const shown = (answer: Answer) =>
    renderFor(abilities, knowledge.render(answer))
      .map(({ text }) => text)
      .join('\n');
  const days = ['2026-11-24', '2027-03-02'];

  it.each(files.entries.map(({ id, title }) => ({ id, title })))(
    'is neutral for $id and for its title',
    ({ title }) => {
      expect(shownWords(title)).toEqual([]);
      for (const day of days) expect(shownWords(shown(knowledge.answer(ask(title), day)))).toEqual([]);
    },
  );

  it('is neutral for three choices and for every other sentence', () => {
    const titles = files.entries.map(({ id, title }) => ({ entry: id, title }));
    for (let at = 0; at + 3 <= titles.length; at += 3) {
      const choices = titles.slice(at, at + 3);
      const text = files.texts.say('knowledge.choices');
      expect(shownWords(shown({ kind: 'choices', entry: null, confidence: 0.3, text, sources: [], choices }))).toEqual(
        [],
      );
    }
    for (const key of ['unknown', 'out_of_scope', 'under_review', 'choices'])
      expect(shownWords(files.texts.say(`knowledge.${key}`))).toEqual([]);
  });
});
