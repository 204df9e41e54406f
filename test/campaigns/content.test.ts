import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { occurrences, remindersOf } from '../../src/campaigns/calendar.ts';
import { type Campaign, campaignOf } from '../../src/campaigns/campaign-schema.ts';
import { campaignSentences } from '../../src/campaigns/campaign-sentences.ts';
import { checkCampaigns, checkPicture, largestPicture, longestMessage } from '../../src/campaigns/check-campaigns.ts';
import { fillSection } from '../../src/campaigns/render-campaign.ts';
import { ContentReader } from '../../src/content/content-reader.ts';
import { readCampaignContent } from '../support/campaign-content.ts';

const { files, texts, reader } = readCampaignContent();
const campaigns = files.map((file) => campaignOf(file));
const by = (id: string) => campaigns.find((one) => one.id === id) as Campaign;

describe('The campaigns that ship', () => {
  it('are the four of the plans, without a problem in any year', () => {
    expect(reader.problems).toEqual([]);
    expect(campaigns.map(({ id }) => id).sort()).toEqual(['20-3', '25-11', '28-6', 'thang-6']);
    for (const year of [2026, 2027, 2028]) expect(checkCampaigns(files, texts, year)).toEqual([]);
  });

  it('say only what the code asks for, and everything it asks for', () => {
    const own = new ContentReader(new URL('../../prompts/', import.meta.url).pathname);
    own.readAllSentences(campaignSentences);
    expect(own.problems.filter(({ file }) => file === 'prompts/phrases/campaigns.yaml')).toEqual([]);
  });

  it('remind officials a month before, branches 14 and 7 days before and on the day, and ask three days after', () => {
    for (const campaign of campaigns) {
      const offsets = campaign.reminders.map(({ at }) => at);
      expect(offsets, campaign.id).toEqual(expect.arrayContaining(['D-30', 'D-14', 'D-7', 'D']));
      const last = campaign.reminders.at(-1);
      expect(last?.at).toMatch(/^[DE]\+3$/);
      expect(last?.open).toBe('check-in');
    }
  });

  it('have a picture to pass on that every channel takes', () => {
    for (const file of files) {
      const bytes = reader.bytesOf(`campaigns/${file.value.head.picture}`);
      expect(bytes?.subarray(1, 4).toString(), file.id).toBe('PNG');
      expect(checkPicture(file, bytes, texts)).toBeNull();
    }
  });

  it('bring what to do, an agenda, three messages to read out and the help lines', () => {
    for (const { id, guide, sections } of campaigns) {
      expect(guide, id).toEqual(['viec-lam', 'chuong-trinh', 'doc-1', 'doc-2', 'doc-3', 'tro-giup']);
      expect(sections.get('tro-giup')).toMatch(/113[\s\S]*111[\s\S]*1900 969 680/);
    }
  });

  it('name no help line but those that may always be shown', () => {
    for (const { sections } of campaigns) {
      for (const text of sections.values()) {
        const numbers = text.match(/\b(?:1[0-9]{2}|1[89]00[ \d]+\d)\b/g) ?? [];
        for (const number of numbers) expect(['113', '114', '115', '111', '1900 969 680']).toContain(number.trim());
      }
    }
  });

  it('leave the line of a theme out in a year without one, and say it in a year with one', () => {
    const campaign = by('28-6');
    const said = (year: number) => {
      const [occurrence] = occurrences(campaign, year);
      return fillSection(campaign, 'hom-nay', occurrence as never, { calledAs: 'cô', unit: 'Chi hội thôn 1' });
    };
    expect(said(2024)).toContain('Chủ đề năm nay: "Gia đình hạnh phúc – Quốc gia thịnh vượng".');
    expect(said(2026)).not.toMatch(/Chủ đề|theme|undefined/);
    expect(said(2026)).toContain('Em chúc gia đình cô và Chi hội thôn 1');
  });

  it('fit into one message of every channel, for the longest names', () => {
    for (const campaign of campaigns) {
      for (const name of campaign.sections.keys()) {
        for (const year of [2024, 2025, 2026]) {
          for (const occurrence of occurrences(campaign, year)) {
            const text = fillSection(campaign, name, occurrence, { calledAs: 'chị', unit: 'x'.repeat(60) });
            expect(text.length).toBeLessThanOrEqual(longestMessage);
            expect(text).not.toMatch(/[{}]/);
          }
        }
      }
    }
  });

  it('come in the year 2027 on the days everybody knows', () => {
    const days = campaigns.flatMap((campaign) =>
      occurrences(campaign, 2027).map(({ campaign: id, first, last }) => `${id} ${first} ${last}`),
    );
    expect(days.sort()).toEqual([
      '20-3 2027-03-20 2027-03-20',
      '25-11 2027-11-25 2027-11-25',
      '28-6 2027-06-28 2027-06-28',
      'thang-6 2027-06-01 2027-06-30',
    ]);
    const [june] = occurrences(by('thang-6'), 2027);
    expect(remindersOf(by('thang-6'), june as never).map(({ day }) => day)).toEqual([
      '2027-05-02',
      '2027-05-18',
      '2027-05-25',
      '2027-06-01',
      '2027-06-01',
      '2027-06-15',
      '2027-07-03',
    ]);
  });
});

describe('A campaign file with a mistake', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'campaigns-'));
    await mkdir(join(folder, 'campaigns'));
    await copyFile(new URL('../../prompts/problems.yaml', import.meta.url), join(folder, 'problems.yaml'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const good = `---
title: Ngày thử
short: 20/10
when: { day: 20/10 }
mention: dịp 20/10
audiences:
  chi-hoi: { roles: [reporter] }
reminders:
  - { at: D-7, time: '08:00', to: chi-hoi, says: moi }
counts: { from: D-7, until: D+7 }
---
## moi
{Chi} ơi, sắp đến {title}.
`;
  async function problemsOf(...contents: string[]): Promise<string[]> {
    for (const [n, content] of contents.entries()) await writeFile(join(folder, 'campaigns', `thu-${n}.md`), content);
    const read = readCampaignContent(folder);
    const problems = [...read.reader.problems, ...checkCampaigns(read.files, read.texts, 2027)];
    return problems
      .filter(({ file }) => file.includes('campaigns/thu'))
      .map(({ file, line, text }) => `${file}:${line} ${text}`);
  }

  it('has none when it is right', async () => {
    expect(await problemsOf(good)).toEqual([]);
  });

  it.each([
    { mistake: 'an impossible day', from: 'day: 20/10', to: 'day: 31/6', says: /thu-0\.md:4 .*không có ngày 31\/6/ },
    { mistake: 'a day of leap years only', from: 'day: 20/10', to: 'day: 29/2', says: /:4 .*không có ngày 29\/2/ },
    {
      mistake: 'two ways to say when',
      from: '{ day: 20/10 }',
      to: '{ day: 20/10, month: 6 }',
      says: /:4 chọn đúng một/,
    },
    {
      mistake: 'an end before its beginning',
      from: '{ day: 20/10 }',
      to: '{ from: 15/12, until: 15/11 }',
      says: /ngày cuối/,
    },
    {
      mistake: 'an audience that is not there',
      from: 'to: chi-hoi',
      to: 'to: ca-xa',
      says: /:9 không có nhóm nhận "ca-xa"/,
    },
    { mistake: 'a reminder at night', from: "'08:00'", to: "'22:00'", says: /:9 giờ 22:00/ },
    { mistake: 'a message that is not there', from: 'says: moi', to: 'says: khac', says: /:9 thiếu phần "## khac"/ },
    {
      mistake: 'a placeholder that does not exist',
      from: '{title}',
      to: '{ten}',
      says: /:12 không có chỗ trống \{ten\}/,
    },
    { mistake: 'a misspelt key', from: 'counts:', to: 'count:', says: /count/ },
    { mistake: 'an impossible offset', from: 'D-7, time', to: 'ngày 7, time', says: /:9 .*ví dụ D-7/ },
    { mistake: 'a message over the limit', from: 'sắp đến', to: 'x'.repeat(1_900), says: /dài 19\d\d chữ cái/ },
  ])('($mistake) is said with its line and the cure', async ({ from, to, says }) => {
    const problems = await problemsOf(good.replace(from, to));
    expect(problems.join('\n')).toMatch(says);
  });

  it('(a picture that is not there, or is too large) is said with its line and the cure', async () => {
    await writeFile(join(folder, 'campaigns', 'thu-0.md'), good.replace('mention:', 'picture: anh.png\nmention:'));
    const [file] = readCampaignContent(folder).files;
    const said = (bytes: Uint8Array | null) => file && checkPicture(file, bytes, texts);
    expect(said(null)).toMatchObject({ line: 5, text: expect.stringMatching(/không thấy ảnh anh\.png; đặt tệp/) });
    expect(said(new Uint8Array(largestPicture + 1))?.text).toMatch(/nhiều nhất 500 KB/);
    expect(said(new Uint8Array(10))).toBeNull();
  });

  it('(campaigns that together write to a member three times in a week) is said at the last one', async () => {
    const forMembers = good.replace('[reporter]', '[member]');
    const problems = await problemsOf(
      forMembers,
      forMembers.replace('20/10', '21/10'),
      forMembers.replace('20/10', '24/10'),
    );
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/thu-2\.md:9 từ 13\/10\/2027 đến 19\/10\/2027 có 3 lời nhắc.*nhiều nhất 2/);
  });
});
