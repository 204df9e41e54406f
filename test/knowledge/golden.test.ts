import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { currentVersion } from '../../src/knowledge/current-version.ts';
import { newKnowledge } from '../../src/knowledge/knowledge.ts';
import { newLaws } from '../../src/knowledge/laws.ts';
import { type GoldenRow, loadGolden } from '../support/golden-set.ts';
import { loadKnowledgeFiles } from '../support/knowledge-content.ts';
import { variantNames, variantOf } from '../support/question-variants.ts';
import { askedOn, miniSearch, orama, ours, recallOf, writeRecall } from '../support/retrieval-measure.ts';

const files = loadKnowledgeFiles();
const knowledge = newKnowledge({ ...files, sensitive: [] });
const golden = loadGolden();
const answered = golden.filter(({ entries }) => entries);
const refused = golden.filter(({ entries }) => !entries);
const heldOut = answered.filter((row) => row.heldOut);

describe('The golden set', () => {
  it('holds at least 400 questions of six kinds, and names only entries that exist', () => {
    const ids = new Set(files.entries.map(({ id }) => id));
    expect(golden.length).toBeGreaterThanOrEqual(400);
    expect(new Set(golden.map(({ kind }) => kind)).size).toBe(6);
    expect(answered.flatMap(({ entries = [] }) => entries).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('repeats no way of asking that stands in an entry', () => {
    const asks = new Set(files.entries.flatMap((entry) => entry.asks.map((ask) => ask.toLowerCase())));
    expect(golden.map(({ question }) => question.toLowerCase()).filter((question) => asks.has(question))).toEqual([]);
  });
});

describe.each(variantNames)('A question %s', (variant) => {
  it('finds its entry first in 92 of 100 cases and among three in 98', () => {
    const all = recallOf(answered, variant, ours(knowledge));
    console.log(
      `${variant.padEnd(12)} ${writeRecall(all)};  held out: ${writeRecall(recallOf(heldOut, variant, ours(knowledge)))}`,
    );
    expect(all.at1).toBeGreaterThanOrEqual(0.92);
    expect(all.at3).toBeGreaterThanOrEqual(0.98);
  });

  it('that is none of ours is answered in at most 3 of 100 cases', () => {
    const wrong = refused.filter(
      ({ question }) => knowledge.answer(variantOf(question, variant), askedOn).kind === 'answer',
    );
    const offered = refused.filter(
      ({ question }) => knowledge.answer(variantOf(question, variant), askedOn).kind === 'choices',
    );
    console.log(
      `${variant.padEnd(12)} not ours: ${wrong.length} answered, ${offered.length} with choices, of ${refused.length}`,
    );
    expect(wrong.length / refused.length).toBeLessThanOrEqual(0.03);
  });
});

describe('Beside the libraries with their defaults', () => {
  it.each(['typed', 'unaccented'] as const)('a question %s finds its entry more often', (variant) => {
    const own = recallOf(heldOut, variant, ours(knowledge));
    const peers = { MiniSearch: miniSearch(files.entries), Orama: orama(files.entries) };
    console.log(`${variant}, held out:  ours ${writeRecall(own)}`);
    for (const [name, topThree] of Object.entries(peers)) {
      const peer = recallOf(heldOut, variant, topThree);
      console.log(`${' '.repeat(variant.length)}             ${name} ${writeRecall(peer)}`);
      expect(own.at3).toBeGreaterThan(peer.at3);
    }
  });
});

describe('What an answer must say', () => {
  const laws = newLaws(files.laws);
  const rows = golden.filter(({ mustSay, mustNotSay }) => mustSay || mustNotSay);

  const asked = rows.flatMap((row) =>
    variantNames.map((variant) => ({ ...row, asked: variantOf(row.question, variant), variant })),
  );

  it.each(asked)('"$asked" ($variant): $mustSay', (row: GoldenRow & { asked: string }) => {
    const { entry, choices, kind, text } = knowledge.answer(row.asked, askedOn);
    const first = files.entries.find(({ id }) => id === (entry ?? choices[0]?.entry));
    const version = first && currentVersion(first, laws, askedOn);
    const said = kind === 'answer' ? text : version?.quotable ? version.text : '';
    for (const words of row.mustSay ?? []) expect(said).toContain(words);
    for (const words of row.mustNotSay ?? []) expect(said).not.toContain(words);
  });
});

describe('Messages that are no questions', () => {
  const kinds = golden.filter(({ expect: kind }) => kind && !['out-of-scope', 'unknown'].includes(kind));

  it.each(kinds)('"$question" gets the short answer for $expect', ({ question, expect: kind = '' }) => {
    const answer = knowledge.answer(question, askedOn);
    expect(answer).toMatchObject({ kind: kind === 'report' ? 'unknown' : 'out-of-scope', entry: null, choices: [] });
    expect(answer.text).toBe(files.texts.say(`knowledge.refusal.${kind.replaceAll('-', '_')}`));
  });
});

describe('Questions that others wrote', () => {
  const evaluation = join(import.meta.dirname, '../../../shared/eval/questions.jsonl');
  const there = existsSync(evaluation);
  if (!there) console.log('skipped: ../shared/eval/questions.jsonl is not here');

  it.skipIf(!there).each(variantNames)('find an entry that answers among three in 90 of 100 cases, %s', (variant) => {
    const labels = load(readFileSync(join(import.meta.dirname, 'evaluation-labels.yaml'), 'utf8')) as Record<
      string,
      string[]
    >;
    const rows: GoldenRow[] = readFileSync(evaluation, 'utf8')
      .trim()
      .split('\n')
      .map((line) => String((JSON.parse(line) as { question: string }).question))
      .map((question) => ({
        question,
        kind: 'facts' as const,
        heldOut: true,
        entries: labels[createHash('sha256').update(question).digest('hex').slice(0, 12)] ?? [],
      }))
      .filter(({ entries }) => entries.length > 0);
    const recall = recallOf(rows, variant, ours(knowledge));
    console.log(`${variant.padEnd(12)} questions of others: ${writeRecall(recall)}`);
    expect(recall.at3).toBeGreaterThanOrEqual(0.9);
  });
});
