import { describe, expect, it } from 'vitest';
import { currentVersion } from '../../src/knowledge/current-version.ts';
import { type Entry, entryHeadSchema, toEntry } from '../../src/knowledge/entry.ts';
import { type Law, newLaws } from '../../src/knowledge/laws.ts';
import { citationsOf, staleContent } from '../../src/knowledge/stale.ts';
import { loadKnowledgeFiles } from '../support/knowledge-content.ts';

const laws: Law[] = [
  { number: '1/2020', title: 'old', from: '2020-01-01', until: '2026-12-31', replacedBy: '2/2026' },
  { number: '2/2026', title: 'new', from: '2027-01-01', until: null, replacedBy: null },
];
const head = {
  title: 'Báo tin ở đâu',
  asks: ['một', 'hai', 'ba', 'bốn', 'năm', 'sáu'],
  verifiedOn: '2026-11-22',
  verifiedBy: 'facts-2026-11-22',
  approvedBy: null,
  reviewBy: '2027-05-22',
  related: [],
  actions: [],
};
const oneText = { ...head, sources: [{ law: '1/2020', article: 19 }] };
const twoTexts = {
  ...head,
  versions: [
    { from: '2026-01-01', until: '2026-12-31', sources: [{ law: '1/2020', article: 19 }] },
    { from: '2027-01-01', until: null, sources: [{ law: '2/2026', article: 7 }] },
  ],
};

function entryOf(front: unknown, body: string): Entry {
  const made = toEntry('bao-tin', entryHeadSchema.parse(front), body);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.entry;
}

describe('The front matter of an entry', () => {
  it.each([
    { wrong: { ...oneText, tilte: 'x' }, because: 'a misspelt key is a problem, not silence' },
    { wrong: { ...oneText, asks: ['một'] }, because: 'people ask in more than one way' },
    { wrong: { ...oneText, reviewBy: '22/5/2027' }, because: 'days are written year first' },
    { wrong: { ...oneText, versions: twoTexts.versions }, because: 'a text has sources or versions, not both' },
    { wrong: head, because: 'an answer without a source is none' },
    { wrong: { ...oneText, actions: ['call-me'] }, because: 'only known actions can be offered' },
  ])('is refused: $because', ({ wrong }) => {
    expect(entryHeadSchema.safeParse(wrong).success).toBe(false);
  });
});

describe('The body of an entry', () => {
  it('holds each later text under the day from which it holds', () => {
    expect(entryOf(twoTexts, 'Bây giờ.\n## from 2027-01-01\nSau này.').texts.map(({ text }) => text)).toEqual([
      'Bây giờ.',
      'Sau này.',
    ]);
  });

  it.each([
    { front: twoTexts, body: 'Bây giờ.', says: 'version_without_part', at: 0 },
    { front: oneText, body: 'Bây giờ.\n## from 2027-01-01\nSau này.', says: 'part_without_version', at: 1 },
    { front: oneText, body: '', says: 'text_missing', at: 0 },
  ])('has a problem told with its line: $says', ({ front, body, says, at }) => {
    const made = toEntry('bao-tin', entryHeadSchema.parse(front), body);
    expect(made).toEqual({ ok: false, problems: [{ bodyLine: at, say: says }] });
  });
});

describe('The text that is quoted', () => {
  const entry = entryOf(twoTexts, 'Bây giờ.\n## from 2027-01-01\nSau này.');

  it.each([
    { today: '2026-12-31', text: 'Bây giờ.' },
    { today: '2027-01-01', text: 'Sau này.' },
  ])('on $today is "$text"', ({ today, text }) => {
    expect(currentVersion(entry, newLaws(laws), today)).toMatchObject({ quotable: true, text });
  });

  it('is withheld after the day of review', () => {
    expect(currentVersion(entry, newLaws(laws), '2027-05-22').quotable).toBe(true);
    expect(currentVersion(entry, newLaws(laws), '2027-05-23')).toMatchObject({
      quotable: false,
      why: { because: 'review-due' },
    });
  });

  it('is withheld where its law has ended or is not known, and names that law', () => {
    const old = entryOf(oneText, 'Bây giờ.');
    expect(currentVersion(old, newLaws(laws), '2026-12-31').quotable).toBe(true);
    expect(currentVersion(old, newLaws(laws), '2027-01-01')).toMatchObject({
      quotable: false,
      why: { because: 'law-not-valid', law: '1/2020' },
    });
    expect(currentVersion(old, newLaws([]), '2026-12-31').quotable).toBe(false);
  });

  it('is withheld on a day for which there is none', () => {
    expect(currentVersion(entry, newLaws(laws), '2025-12-31')).toMatchObject({ why: { because: 'no-text-today' } });
  });
});

describe('What has to be looked at', () => {
  const entries = [entryOf(oneText, 'Bây giờ.'), { ...entryOf(twoTexts, 'A\n## from 2027-01-01\nB'), id: 'hai' }];

  it('is every entry that is not quoted, every ended law with all that cites it, and what nobody approved', () => {
    expect(staleContent(entries, newLaws(laws), '2027-02-01')).toEqual({
      stale: [{ entry: 'bao-tin', title: head.title, why: { because: 'law-not-valid', law: '1/2020' } }],
      endedLaws: [
        {
          law: '1/2020',
          replacedBy: '2/2026',
          citedBy: [
            { entry: 'bao-tin', from: null, until: null },
            { entry: 'hai', from: '2026-01-01', until: '2026-12-31' },
          ],
        },
      ],
      notApproved: ['bao-tin', 'hai'],
    });
  });

  it('finds everything that cites a law', () => {
    expect(citationsOf(entries, '2/2026')).toEqual([{ entry: 'hai', from: '2027-01-01', until: null }]);
  });
});

describe('The entries of prompts/faq', () => {
  const { entries, laws: table, problems } = loadKnowledgeFiles();

  it('have no problem', () => {
    expect(problems.map(({ file, line, text }) => `${file}:${line}  ${text}`)).toEqual([]);
  });

  it('are at least 160', () => {
    expect(entries.length).toBeGreaterThanOrEqual(160);
  });

  it('are all quoted on the day after they were verified, and on the days on which the law changes', () => {
    for (const today of ['2026-11-23', '2027-01-01', '2027-03-01'])
      expect(staleContent(entries, newLaws(table), today).stale.map(({ entry }) => `${today} ${entry}`)).toEqual([]);
  });

  it('do not share a sentence', () => {
    const seen = new Map<string, string>();
    const shared: string[] = [];
    for (const { id, texts } of entries)
      for (const { text } of texts)
        for (const sentence of text.split(/(?<=[.?!])\s+/u)) {
          const before = seen.get(sentence);
          if (before !== undefined) shared.push(`${before}, ${id}: ${sentence}`);
          seen.set(sentence, id);
        }
    expect(shared).toEqual([]);
  });
});
