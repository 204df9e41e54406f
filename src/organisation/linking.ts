import { z } from 'zod';
import { amend, type Change, insert, put, remove } from '../core/change.ts';
import type { Address } from '../core/channel.ts';
import { after, hours, minutes } from '../core/clock.ts';
import { conversationIdOf } from '../core/conversation-id.ts';
import { timeOfDay } from '../core/day.ts';
import { type Command, justSay, type Said, type Step } from '../core/dialog.ts';
import { newId } from '../core/ids.ts';
import type { Standing } from '../core/person.ts';
import type { AccountRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import { channelName } from './approving.ts';
import { writeCode } from './invitation-text.ts';
import { goodCode } from './invitations.ts';
import { type OrganisationParts, tell } from './parts.ts';
import { speak } from './speaking.ts';

/** How long the code that joins an account lives. */
export const linkCodeMs = minutes(15);
/** Who holds her phone for a minute cannot wait that long with it in his hand. */
export const secondNoticeMs = hours(12);
/** Without a yes by then the account is not joined. */
export const linkingEndsMs = hours(84);

const linkCode = z.object({ personId: z.string(), expiresAt: z.string() });
const linking = z.object({ askedAt: z.string(), joinedAt: z.string().nullable() });

const codeId = (codeHash: string) => `organisation/link-code/${codeHash}`;
const linkingId = (accountId: string) => `organisation/linking/${accountId}`;
const secondKey = (accountId: string) => `organisation/linking-second/${accountId}`;

/**
 * One person, several channels: `/lienket` on the account she has gives a code; typed on another it makes that account wait,
 * which is announced at once to the first; twelve hours later the first is asked, and only its "có" joins the other.
 */
export function newLinking(parts: OrganisationParts): {
  commands: Command[];
  claim: (said: Said, code: string) => Promise<Step | null>;
} {
  const { store, texts, sealing } = parts;

  const give: Command = {
    id: 'organisation.link',
    words: 'organisation.command.link',
    for: 'known',
    recorded: true,
    async run(said) {
      if (!said.standing || !parts.push) return justSay(speak(texts, said, 'organisation.link.not_here'));
      if (said.facts.scope === 'group') return justSay(speak(texts, said, 'organisation.join.only_private'));
      const code = goodCode();
      const value = { personId: said.standing.person.id, expiresAt: after(said.now, linkCodeMs).toISOString() };
      const shown = speak(texts, said, 'organisation.link.code', {
        code: writeCode(code),
        minutes: linkCodeMs / 60_000,
      });
      return {
        kind: 'next',
        says: [shown],
        changes: [put('Setting', { id: codeId(sealing.hash('code', code)), value })],
        state: null,
      };
    },
  };

  const yes: Command = {
    id: 'organisation.link-yes',
    words: 'organisation.command.link_yes',
    for: 'known',
    recorded: true,
    async run(said) {
      const waiting = said.standing ? await waitingAccounts(store, said.standing, said.now) : [];
      const asked = waiting.find(({ wasAsked }) => wasAsked);
      if (!asked) {
        const [soon] = waiting;
        return justSay(
          soon
            ? speak(texts, said, 'organisation.link.too_early', {
                time: timeOfDay(after(soon.askedAt, secondNoticeMs)),
              })
            : speak(texts, said, 'organisation.link.nothing_asked'),
        );
      }
      const { account } = asked;
      const changes: Change[] = [
        amend('Account', { id: account.id, state: 'waiting' }, { state: 'active' }, 1),
        put('Setting', {
          id: linkingId(account.id),
          value: { askedAt: asked.askedAt.toISOString(), joinedAt: said.now.toISOString() },
        }),
      ];
      const done = speak(texts, said, 'organisation.link.joined', { channel: channelName(texts, account.channel) });
      return { kind: 'next', says: [done], changes, state: null };
    },
  };

  return { commands: [give, yes], claim };

  async function claim(said: Said, code: string): Promise<Step | null> {
    const id = codeId(sealing.hash('code', code));
    const row = await store.first('Setting', { id });
    if (!row) return null;
    const { personId, expiresAt } = linkCode.parse(row.value);
    if (new Date(expiresAt) <= said.now)
      return {
        kind: 'next',
        says: [speak(texts, said, 'organisation.link.expired')],
        changes: [remove('Setting', { id })],
        state: null,
      };
    const known = await store.first('Account', { channel: said.account.channel, accountHash: said.account.hash });
    if (known)
      return justSay(
        speak(texts, said, known.personId === personId ? 'organisation.link.same' : 'organisation.link.taken'),
      );
    const account: AccountRow = {
      id: newId(said.now),
      personId,
      channel: said.account.channel,
      accountHash: said.account.hash,
      sealedAddress: said.account.sealedAddress,
      state: 'waiting',
      createdAt: said.now,
    };
    const notice = {
      personId,
      params: { channel: channelName(texts, account.channel) },
      expiresAt: after(said.now, linkingEndsMs),
    };
    const announced = await tell(parts, {
      ...notice,
      key: `organisation/linking-announced/${account.id}`,
      textKey: 'organisation.link.announced',
      notBefore: said.now,
    });
    const asked = await tell(parts, {
      ...notice,
      key: secondKey(account.id),
      textKey: 'organisation.link.second',
      notBefore: after(said.now, secondNoticeMs),
    });
    return {
      kind: 'next',
      says: [speak(texts, said, 'organisation.link.waits')],
      changes: [
        // Replaced rather than removed: a second account that claims the same code meets the first one's account id.
        remove('Setting', { id }),
        insert('Setting', { id: linkingId(account.id), value: { askedAt: said.now.toISOString(), joinedAt: null } }),
        insert('Setting', { id: `${id}/claimed`, value: account.id }),
        insert('Account', account),
        ...announced,
        ...asked,
      ],
      state: null,
    };
  }
}

export interface WaitingAccount {
  account: AccountRow;
  askedAt: Date;
  /** The second notice has reached her, at least twelve hours after the first. */
  wasAsked: boolean;
}

/** Accounts that wait to be joined to her and may still be. */
export async function waitingAccounts(store: Store, { person }: Standing, now: Date): Promise<WaitingAccount[]> {
  const accounts = await store.find('Account', { personId: person.id, state: 'waiting' });
  const found: WaitingAccount[] = [];
  for (const account of accounts) {
    const row = await store.first('Setting', { id: linkingId(account.id) });
    const value = linking.safeParse(row?.value);
    if (!value.success) continue;
    const askedAt = new Date(value.data.askedAt);
    if (now >= after(askedAt, linkingEndsMs)) continue;
    const second = await store.first('OutboxRow', { key: secondKey(account.id) });
    const wasSent = second?.state === 'sent' || second?.state === 'unknown';
    found.push({ account, askedAt, wasAsked: wasSent && now >= after(askedAt, secondNoticeMs) });
  }
  return found;
}

/** From when on this account may see her records: null (all) for the one she registered with, the day it was joined for another. */
export async function historyFrom(store: Store, accountId: string): Promise<Date | null> {
  const row = await store.first('Setting', { id: linkingId(accountId) });
  const value = linking.safeParse(row?.value);
  return value.success && value.data.joinedAt ? new Date(value.data.joinedAt) : null;
}

/** The changes that cut an account: it is nobody's from then on. */
export function cutAccount(account: AccountRow, sealing: Sealing): Change[] {
  const { conversation } = JSON.parse(sealing.open(account.sealedAddress)) as Address;
  const conversationId = conversationIdOf(sealing, account.channel, conversation?.id ?? '');
  return [
    remove('Account', { id: account.id }),
    remove('OutboxRow', { accountId: account.id }),
    remove('OutboxRow', { key: secondKey(account.id) }),
    remove('Setting', { id: linkingId(account.id) }),
    remove('Conversation', { id: conversationId, personId: account.personId }),
  ];
}

/** Removes accounts whose time to be joined has passed, and codes that nobody typed in time. */
export async function endedLinkings(store: Store, now: Date): Promise<Change[]> {
  const accounts = await store.find('Account', { state: 'waiting', createdAt: { lt: after(now, -linkingEndsMs) } });
  // Databases order texts differently, so a range of ids would not hold the same rows everywhere.
  const settings = await store.find('Setting', {});
  const ended = settings.filter(({ id, value }) => {
    if (!id.startsWith(codeId(''))) return false;
    const code = linkCode.safeParse(value);
    return !code.success || new Date(code.data.expiresAt) <= now;
  });
  return [
    ...accounts.flatMap(({ id }) => [
      remove('Account', { id }),
      remove('Setting', { id: linkingId(id) }),
      remove('OutboxRow', { key: secondKey(id) }),
    ]),
    ...ended.map(({ id }) => remove('Setting', { id })),
  ];
}
