import { z } from 'zod';
import { after, days } from '../core/clock.ts';
import { dayOf, timeOfDay, writeDay } from '../core/day.ts';
import { type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { newId } from '../core/ids.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { type Post, postAs } from '../core/person.ts';
import { addPush } from '../core/push.ts';
import { fold } from '../language/fold.ts';
import { idsBelow, peopleOf } from './audiences.ts';
import { type Broadcast, type BroadcastRole, freshCode, keepBroadcast, readBroadcasts } from './broadcast.ts';
import { largestPicture, longestMessage } from './check-campaigns.ts';
import type { CampaignParts } from './parts.ts';
import { readWhen } from './read-when.ts';
import { called, messageOf } from './render-pushes.ts';

export const broadcastDialogId = 'campaigns.broadcast';
/** A channel's limit less the line that says who writes. */
const longestText = longestMessage - 200;
const shortestText = 10;
/** A hand-made message is of use so long. */
const usefulMs = days(3);

const state = z.object({
  question: z.enum(['whom', 'text', 'photo', 'when', 'confirm']),
  roles: z.array(z.enum(['reporter', 'member', 'official'])).default([]),
  sealedText: z.string().default(''),
  sealedPhoto: z.string().nullable().default(null),
  at: z.string().default(''),
  people: z.number().default(0),
});
type State = z.infer<typeof state>;

const audiences: readonly (readonly BroadcastRole[])[] = [
  ['reporter'],
  ['member'],
  ['reporter', 'member'],
  ['official'],
];

/** An official composes a message to people of her units: whom, text, picture, when, then a preview. A second official confirms. */
export function newBroadcastDialog(parts: CampaignParts): Dialog<State> {
  const { store, texts, sealing } = parts;

  return { id: broadcastDialogId, begin, answer, askAgain: (given, said) => ask(state.parse(given), said) };

  async function begin(said: Said): Promise<Step<State>> {
    if (!postAs(said.standing, 'official', 'administrator')) return justSay(say(said, 'only_officials'));
    const first = state.parse({ question: 'whom' });
    return { kind: 'next', says: [ask(first, said)], changes: [], state: first };
  }

  async function answer(given: State, said: Said): Promise<Step<State>> {
    const read = state.safeParse(given);
    const post = postAs(said.standing, 'official', 'administrator');
    if (!read.success || !post) return begin(said);
    switch (read.data.question) {
      case 'whom':
        return readWhom(read.data, said, post);
      case 'text':
        return readText(read.data, said);
      case 'photo':
        return readPhoto(read.data, said);
      case 'when':
        return readTime(read.data, said, post);
      case 'confirm':
        return readConfirm(read.data, said, post);
    }
  }

  async function readWhom(now: State, said: Said, post: Post): Promise<Step<State>> {
    const roles = audiences[Number(said.text.trim()) - 1];
    if (!roles) return { kind: 'not-understood', retry: ask(now, said) };
    const people = await audienceOf(roles, said, post);
    if (people.every((id) => id === said.standing?.person.id)) return goOn(now, said, say(said, 'nobody'));
    return goOn({ ...now, question: 'text', roles: [...roles], people: people.length }, said);
  }

  async function readText(now: State, said: Said): Promise<Step<State>> {
    const text = said.text.trim();
    if (text.length < shortestText) return goOn(now, said, say(said, 'too_short'));
    if (text.length > longestText)
      return goOn(now, said, say(said, 'too_long', { length: text.length, limit: longestText }));
    const [placeholder] = /\{[^{}\n]*\}/.exec(text) ?? [];
    if (placeholder) return goOn(now, said, say(said, 'placeholder', { placeholder }));
    if (!parts.opensQuietly(text)) return goOn(now, said, say(said, 'opens_loudly'));
    return goOn({ ...now, question: 'photo', sealedText: sealing.seal(text) }, said);
  }

  async function readPhoto(now: State, said: Said): Promise<Step<State>> {
    if (said.facts.loadPhoto) {
      const bytes = await said.facts.loadPhoto(largestPicture);
      if (!bytes) return goOn(now, said, say(said, 'photo_too_large', { limit: largestPicture / 1000 }));
      return goOn({ ...now, question: 'when', sealedPhoto: sealing.seal(Buffer.from(bytes).toString('base64')) }, said);
    }
    if (!isOneOf('no_photo', said.text)) return { kind: 'not-understood', retry: ask(now, said) };
    return goOn({ ...now, question: 'when', sealedPhoto: null }, said);
  }

  async function readTime(now: State, said: Said, post: Post): Promise<Step<State>> {
    const when = readWhen(said.text, said.now, texts.words('campaigns.broadcast.now'));
    if (!when.ok) {
      return when.because === 'unclear'
        ? { kind: 'not-understood', retry: ask(now, said) }
        : goOn(now, said, say(said, when.because === 'past' ? 'past' : 'no_such_day'));
    }
    const people = await audienceOf(now.roles, said, post);
    const next: State = { ...now, question: 'confirm', at: when.at.toISOString(), people: people.length };
    const forecast = await parts.forecast(people);
    const shown = messageOf(parts, { ...next, unitName: post.unit.name });
    const channels = Object.entries(forecast.byChannel).map(([channel, n]) => `${channel} ${n}`);
    const preview = plain(
      say(said, 'preview', {
        people: forecast.people,
        channels: channels.join(', ') || '0',
        blocked: forecast.unreachable.blocked,
        window: forecast.unreachable['out-of-window'],
        none: forecast.unreachable['no-account'],
        minutes: Math.max(1, Math.ceil(forecast.seconds / 60)),
        when: writeWhen(when.at, said),
      }).text,
      choices('confirm', 3),
    );
    return { kind: 'next', says: [shown, preview], changes: [], state: next };
  }

  async function readConfirm(now: State, said: Said, post: Post): Promise<Step<State>> {
    if (said.text.trim() === '2') return goOn({ ...now, question: 'text' }, said);
    if (said.text.trim() === '3') return justSay(say(said, 'dropped'));
    if (said.text.trim() !== '1') return { kind: 'not-understood', retry: ask(now, said) };
    const seconds = await whoMayConfirm(said, post);
    if (seconds.length === 0) return justSay(say(said, 'nobody_confirms'));
    const at = new Date(Math.max(Date.parse(now.at), said.now.getTime()));
    const value: Broadcast = {
      id: newId(said.now),
      code: freshCode(await readBroadcasts(store)),
      unitId: post.unit.id,
      unitName: post.unit.name,
      by: said.standing?.person.id ?? '',
      roles: now.roles,
      sealedText: now.sealedText,
      sealedPhoto: now.sealedPhoto,
      at: at.toISOString(),
      began: null,
      until: after(at, usefulMs).toISOString(),
      people: now.people,
      state: 'waiting',
      decidedBy: null,
    };
    const asks = seconds.map((personId) =>
      addPush(
        {
          key: `broadcast-ask/${value.id}/${personId}`,
          to: { id: personId },
          kind: 'deadline',
          notBefore: said.now,
          expires: after(at, usefulMs),
        },
        said.now,
      ),
    );
    const says = [say(said, 'waits', { code: value.code, seconds: seconds.length })];
    return { kind: 'next', says, changes: [keepBroadcast(value), ...asks], state: null };
  }

  /** Another official of her unit or of one above it, else the administrators. */
  async function whoMayConfirm(said: Said, post: Post): Promise<string[]> {
    const above = await store.find('UnitAncestor', { unitId: post.unit.id, fromDay: { lte: said.today } });
    const units = above.flatMap(({ ancestorId, untilDay }) =>
      untilDay === null || untilDay >= said.today ? ancestorId : [],
    );
    const officials = await peopleOf(store, ['official'], [post.unit.id, ...units], said.today);
    const others = officials.filter((id) => id !== said.standing?.person.id);
    if (others.length > 0) return others.slice(0, 5);
    const administrators = (await store.find('Role', { role: 'administrator', untilDay: null })).map(
      ({ personId }) => personId,
    );
    return [...new Set(administrators)].filter((id) => id !== said.standing?.person.id).slice(0, 5);
  }

  async function audienceOf(roles: readonly BroadcastRole[], said: Said, post: Post): Promise<string[]> {
    const unitIds = await idsBelow(store, post.unit.id, said.today);
    return peopleOf(store, roles, unitIds.length > 0 ? unitIds : [post.unit.id], said.today);
  }

  function goOn(next: State, said: Said, before?: Outgoing): Step<State> {
    return { kind: 'next', says: before ? [before, ask(next, said)] : [ask(next, said)], changes: [], state: next };
  }

  function ask({ question, people }: State, said: Said): Outgoing {
    const text = say(said, `ask_${question}`, { people }).text;
    return question === 'whom'
      ? plain(text, choices('whom', 4))
      : question === 'confirm'
        ? plain(text, choices('confirm', 3))
        : plain(text);
  }

  function choices(name: string, n: number) {
    return Array.from({ length: n }, (_, i) => ({
      label: texts.say(`campaigns.broadcast.${name}_${i + 1}`),
      says: String(i + 1),
    }));
  }

  function isOneOf(words: string, text: string): boolean {
    const said = fold(text.trim());
    return texts.words(`campaigns.broadcast.${words}`).some((word) => fold(word) === said);
  }

  function say(said: Said, key: string, params: Record<string, string | number> = {}): Outgoing {
    return plain(texts.say(`campaigns.broadcast.${key}`, { ...called(said.standing?.person), ...params }));
  }

  function writeWhen(at: Date, said: Said): string {
    return `${timeOfDay(at)} ${writeDay(dayOf(at), said.today)}`;
  }
}
