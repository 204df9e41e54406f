import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Content, loadContent } from '../../src/content/load-content.ts';
import { openContent, prepareContent } from '../../src/content/prepared-content.ts';
import { newKnowledge } from '../../src/knowledge/knowledge.ts';
import { promptsFolder } from '../../src/paths.ts';

const scratch = await mkdtemp(join(tmpdir(), 'to-am-content-'));
const prompts = join(scratch, 'prompts');
const place = { file: join(scratch, 'prepared-content'), compilersNotes: join(scratch, 'notes') };
const greetings = join(prompts, 'phrases/bot.yaml');

const open = () => openContent(prompts, place);
const isPrepared = ({ knowledge }: Content) => knowledge.learned !== undefined;
const change = async (file: string, from: string | RegExp, to: string) => {
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(from);
  await writeFile(file, text.replace(from, to));
};

beforeEach(async () => {
  await rm(scratch, { recursive: true, force: true });
  await cp(promptsFolder, prompts, { recursive: true });
  await writeFile(place.compilersNotes, 'a program');
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('Content that was prepared at installation', () => {
  it('is the content of the files, and gives the same answers', async () => {
    expect(await prepareContent(prompts, place)).toBe(true);
    const { texts, ...prepared } = await open();
    const { texts: readTexts, ...read } = loadContent(prompts);
    const { learned, ...knowledge } = prepared.knowledge;
    expect(learned).toBeDefined();
    expect({ ...prepared, knowledge }).toEqual(read);
    expect(texts.say('bot.failed')).toBe(readTexts.say('bot.failed'));
    expect(texts.words('bot.leave')).toEqual(readTexts.words('bot.leave'));

    const sensitive = read.sensitive;
    const fromPrepared = newKnowledge({ ...prepared.knowledge, texts, sensitive });
    const fromFiles = newKnowledge({ ...read.knowledge, texts: readTexts, sensitive });
    for (const { asks } of read.knowledge.entries) {
      const question = asks[2] ?? '';
      expect(fromPrepared.answer(question, '2026-11-25')).toEqual(fromFiles.answer(question, '2026-11-25'));
    }
  });

  it.each([
    [
      'a sentence is changed',
      () => change(greetings, /^failed: .*$/mu, 'failed: Mình chưa làm được, bạn chờ một chút.'),
    ],
    ['a file is added', () => writeFile(join(prompts, 'README-2.md'), 'x')],
    ['a file is taken away', () => rm(join(prompts, 'README.md'))],
    ['the program is another one', () => writeFile(place.compilersNotes, 'another program')],
  ])('is not used once %s', async (_, happens) => {
    await prepareContent(prompts, place);
    expect(isPrepared(await open())).toBe(true);
    await happens();
    expect(isPrepared(await open())).toBe(false);
  });

  it('does not hide a sentence that was changed since', async () => {
    await prepareContent(prompts, place);
    await change(greetings, /^failed: .*$/mu, 'failed: Mình chưa làm được, bạn chờ một chút.');
    expect((await open()).texts.say('bot.failed')).toBe('Mình chưa làm được, bạn chờ một chút.');
  });

  it('does not hide what was broken since: every problem is named, and nothing starts', async () => {
    await prepareContent(prompts, place);
    await change(greetings, /^failed: /mu, 'faild: ');
    await change(join(prompts, 'laws.yaml'), /^- \{ number:/mu, '- { numbr:');
    await expect(open()).rejects.toThrow(/prompts\/laws\.yaml:\d+ .*\n.*prompts\/phrases\/bot\.yaml:\d+ /su);
  });

  it('is not made of content with problems, nor where nothing is compiled', async () => {
    await change(greetings, /^failed: /mu, 'faild: ');
    await expect(prepareContent(prompts, place)).rejects.toThrow('prompts/phrases/bot.yaml:');
    await expect(readFile(place.file)).rejects.toThrow('ENOENT');
    await change(greetings, /^faild: /mu, 'failed: ');
    await rm(place.compilersNotes);
    expect(await prepareContent(prompts, place)).toBe(false);
    expect(isPrepared(await open())).toBe(false);
  });
});
