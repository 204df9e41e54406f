import { readFileSync } from 'node:fs';
import { remindersBetween } from '../campaigns/calendar.ts';
import type { Campaign } from '../campaigns/campaign-schema.ts';
import { fillSection } from '../campaigns/render-campaign.ts';
import { days } from '../core/clock.ts';
import { timeOfDay } from '../core/day.ts';
import { weeklyCaps } from '../core/push.ts';
import { mistakesAreNamed } from './check-operators.ts';
import { helpFirst, onlyTheirOwn } from './check-people-saw.ts';
import { sumsAgree } from './check-sums.ts';
import type { Conversations } from './conversation.ts';
import type { PeopleSentences, Province } from './people.ts';
import type { Platform } from './platform.ts';
import type { RollUp } from './roll-up.ts';
import { openSql, type Sql } from './sql.ts';

/** One promise of the design (section 9), looked at from outside: what people got, and SQL of its own. */
export interface PromiseCheck {
  promise: string;
  /** What was looked at, in numbers. */
  counts: Record<string, number>;
  kept: boolean;
  /** A few of what broke it, to begin looking; everybody in it is made up. */
  examples?: string[];
}

export interface Evidence {
  url: string;
  province: Province;
  campaigns: readonly Campaign[];
  talk: Conversations;
  platforms: ReadonlyMap<string, Platform>;
  says: PeopleSentences;
  /** The assistant's own sums for the units above the branches. */
  rollUp: RollUp;
  /** What the button under a campaign's question says. */
  reportNow: string;
  end: Date;
}

/** Looks at the database without any code of the assistant that wrote it, and at what the platforms delivered. */
export async function checkPromises(evidence: Evidence): Promise<PromiseCheck[]> {
  const sql = await openSql(evidence.url);
  try {
    const { whole, own } = onlyTheirOwn(evidence);
    return [
      await reportsOnce(sql, evidence),
      inOrder(evidence),
      await pushesOnce(sql, evidence),
      await sumsAgree(sql, evidence),
      helpFirst(evidence),
      await nothingReadable(sql, evidence),
      whole,
      await mistakesAreNamed(),
      own,
      await capsAndQuietHours(sql, evidence),
      limitsKept(evidence),
    ];
  } finally {
    await sql.close();
  }
}

/** Promise 1: what a person saw saved is there once, and nothing is there twice. */
async function reportsOnce(sql: Sql, { talk }: Evidence): Promise<PromiseCheck> {
  const rows = await sql.all<{ unitId: string; participants: number; n: number }>(
    `SELECT "unitId", "participants", COUNT(*) AS "n" FROM "Activity" WHERE "replacedById" IS NULL GROUP BY "unitId", "participants"`,
  );
  const kept = new Map(rows.map(({ unitId, participants, n }) => [`${unitId}/${participants}`, Number(n)]));
  const seen = talk.told.filter(({ seenSaved }) => seenSaved);
  const expected = new Set(talk.told.map(({ unitId, participants }) => `${unitId}/${participants}`));
  const lost = seen.filter(({ unitId, participants }) => !kept.has(`${unitId}/${participants}`)).length;
  const doubled = [...kept.values()].filter((n) => n > 1).length;
  const invented = [...kept.keys()].filter((key) => !expected.has(key)).length;
  return {
    promise: '1 a message handed over is never lost and a record never counted twice',
    counts: {
      ...{ reports: talk.counts.reports, seenSaved: seen.length, inDatabase: kept.size, lost, doubled, invented },
      messagesNeverTaken: talk.counts.lostMessages,
    },
    kept: lost === 0 && doubled === 0 && invented === 0 && talk.counts.lostMessages === 0,
  };
}

/** Promise 2: those who send the report and "1" at once would otherwise save nothing. */
function inOrder({ talk }: Evidence): PromiseCheck {
  const unseen = talk.told.filter(({ seenSaved }) => !seenSaved).length;
  const counts = { messages: talk.counts.messages, reportsNotSeenSaved: unseen, reports: talk.told.length };
  return {
    promise: "2 one person's messages are handled in order",
    counts,
    kept: unseen <= Math.max(2, talk.told.length * 0.03),
  };
}

/** Promise 3: what the outbox says was sent has arrived, once; nothing is stuck. */
async function pushesOnce(
  sql: Sql,
  { province, campaigns, platforms, end, says, reportNow }: Evidence,
): Promise<PromiseCheck> {
  const rows = await sql.all<{
    key: string;
    personId: string;
    state: string;
    notBefore: string | Date;
    expiresAt: string | Date;
  }>(`SELECT "key", "personId", "state", "notBefore", "expiresAt" FROM "OutboxRow" WHERE "kind" <> 'reply'`);
  const people = new Map(province.people.map((person) => [person.id, person]));
  const texts = campaignTexts(campaigns, end, says.called_as, reportNow);
  const counts = {
    pushes: rows.length,
    sent: 0,
    unknown: 0,
    givenUp: 0,
    sentButNotArrived: 0,
    arrivedTwice: 0,
    stuck: 0,
  };
  for (const { key, personId, state, notBefore, expiresAt } of rows) {
    if (state === 'sent') counts.sent++;
    else if (state === 'unknown') counts.unknown++;
    else if (state === 'given-up') counts.givenUp++;
    else if (new Date(notBefore).getTime() < end.getTime() - days(1) || new Date(expiresAt) < end) counts.stuck++;
    const person = people.get(personId);
    if (!person || !key.startsWith('campaign/')) continue;
    const arrived = texts(key, person.role, person.unitName)
      .flatMap((text) => person.chats.map((chat) => `${chat} ${text}`))
      .flatMap((chatAndText) => [...platforms.values()].flatMap((platform) => platform.arrived.get(chatAndText) ?? []));
    if (state === 'sent' && arrived.length === 0) counts.sentButNotArrived++;
    if (arrived.length > 1) counts.arrivedTwice++;
  }
  const { sentButNotArrived, arrivedTwice, stuck } = counts;
  return {
    promise: '3 a push is never lost; doubled only where a send was unknown and may be repeated',
    counts,
    kept: sentButNotArrived === 0 && arrivedTwice === 0 && stuck === 0,
  };
}

/** The text that a campaign's key must have brought to a person of this role, filled anew. */
function campaignTexts(campaigns: readonly Campaign[], end: Date, calledAs: string, reportNow: string) {
  const due = remindersBetween(campaigns, new Date(end.getTime() - days(500)), end);
  return (key: string, role: string, unit: string): string[] =>
    due
      .filter(({ keyPrefix }) => key.startsWith(keyPrefix))
      .flatMap(({ occurrence, reminder }) => {
        const campaign = campaigns.find(({ id }) => id === occurrence.campaign);
        if (!campaign?.audiences[reminder.to]?.roles.some((one) => one === role)) return [];
        const text = fillSection(campaign, reminder.says, occurrence, { calledAs, unit });
        // Under a question stand its choices, as buttons or as numbered lines.
        return reminder.open ? [text, `${text}\n1  ${reportNow}`] : [text];
      });
}

/** Fairness: no more than her cap in any seven days, nothing in the quiet hours. */
async function capsAndQuietHours(sql: Sql, { province }: Evidence): Promise<PromiseCheck> {
  const rows = await sql.all<{ personId: string; settledAt: string | Date }>(
    `SELECT "personId", "settledAt" FROM "OutboxRow" WHERE "kind" <> 'reply' AND "state" IN ('sent', 'unknown') ORDER BY "settledAt"`,
  );
  const times = new Map<string, number[]>();
  let atNight = 0;
  for (const { personId, settledAt } of rows) {
    const at = new Date(settledAt);
    times.set(personId, [...(times.get(personId) ?? []), at.getTime()]);
    // What left at 20:59 may be settled a moment after 21:00.
    if (timeOfDay(at) > '21:05' || timeOfDay(at) < '06:30') atNight++;
  }
  let overCap = 0;
  let most = 0;
  for (const person of province.people) {
    const cap = weeklyCaps[person.role];
    const own = times.get(person.id) ?? [];
    for (let n = 0; n < own.length; n++) {
      const inWeek = own.filter((at) => at >= (own[n] as number) && at < (own[n] as number) + days(7)).length;
      most = Math.max(most, inWeek);
      // A settlement lags its send, so a window may seem a few minutes shorter than it was.
      const clearly = own.filter(
        (at) => at >= (own[n] as number) && at < (own[n] as number) + days(7) - 1_800_000,
      ).length;
      if (clearly > cap) overCap++;
    }
  }
  return {
    promise: 'caps and quiet hours: nobody is written to too often or at night',
    counts: { pushes: rows.length, mostInAWeek: most, overCap, atNight },
    kept: overCap === 0 && atNight === 0,
  };
}

function limitsKept({ platforms }: Evidence): PromiseCheck {
  const all = [...platforms.values()].map(({ counts }) => counts);
  const sum = (name: 'sent' | 'throttled' | 'overLimit' | 'whileHeld') =>
    all.reduce((total, one) => total + one[name], 0);
  const counts = {
    ...{
      sent: sum('sent'),
      throttledByPlatform: sum('throttled'),
      overLimit: sum('overLimit'),
      sentWhileHeld: sum('whileHeld'),
    },
    mostInASecond: Math.max(...all.map(({ mostInASecond }) => mostInASecond)),
  };
  return { promise: 'limits: no platform had to say that it was too much', counts, kept: counts.overLimit === 0 };
}

/** Promises 6 and 7: neither a cry for help nor a household's name can be read in the database's files. */
async function nothingReadable(sql: Sql, { says, url }: Evidence): Promise<PromiseCheck> {
  let readable = 0;
  let bytes = 0;
  if (sql.kind === 'sqlite') {
    for (const suffix of ['', '-wal']) {
      const content = contentOf(url.replace(/^file:/, '') + suffix);
      bytes += content.length;
      readable += says.hidden.filter((word) => content.includes(word)).length;
    }
  } else {
    for (const { dump } of await sql.dump()) {
      bytes += dump.length;
      readable += says.hidden.filter((word) => dump.includes(word)).length;
    }
  }
  return {
    promise: '6 and 7 neither a cry for help nor a household is readable in the database',
    counts: { bytes, words: says.hidden.length, readable },
    kept: readable === 0 && bytes > 0,
  };
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
