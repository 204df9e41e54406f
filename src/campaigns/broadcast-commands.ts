import type { Change } from '../core/change.ts';
import { type Command, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { postAs } from '../core/person.ts';
import { type Broadcast, keepBroadcast, readBroadcasts, rowsOf } from './broadcast.ts';
import type { CampaignParts } from './parts.ts';
import { reachOf } from './reach.ts';
import { readOf } from './read.ts';
import { progressOf } from './results.ts';
import { goOn, pause, stop } from './stopping.ts';

type MakeCommand = (
  id: string,
  whose: Command['for'],
  run: Command['run'],
  takesRest?: Command['takesRest'],
) => Command;
type Say = (said: Said, key: string, params?: Record<string, string | number>) => Outgoing;

/** What officials do with a message that was composed: say yes or no, see how far it is, hold it, go on, stop it. */
export function broadcastCommands({ store }: CampaignParts, command: MakeCommand, say: Say): Command[] {
  return [
    command('approve', 'official', (said, rest) => decide(said, rest, 'confirmed'), true),
    command('refuse', 'official', (said, rest) => decide(said, rest, 'refused'), true),
    // "duyệt" alone answers somebody who wants to join; with a number it is about a message.
    command('approve_number', 'official', (said, rest) => decide(said, rest, 'confirmed'), 'always'),
    command('refuse_number', 'official', (said, rest) => decide(said, rest, 'refused'), 'always'),
    command('progress', 'official', showProgress, true),
    command('pause_broadcast', 'official', (said, rest) => hold(said, rest, 'paused'), true),
    command('resume_broadcast', 'official', (said, rest) => hold(said, rest, 'sending'), true),
    command('stop_broadcast', 'official', stopBroadcast, true),
  ];

  /** A second official's yes or no; her own is refused, and a decision is not taken twice. */
  async function decide(said: Said, rest: string, decision: 'confirmed' | 'refused'): Promise<Step> {
    const me = said.standing?.person.id ?? '';
    const broadcast = /\d/.test(rest) ? await theOne(said, rest) : await theOneWaiting(said, me);
    if (!broadcast) return unknown(said, rest);
    if (broadcast.by === me) return justSay(say(said, 'broadcast.own'));
    if (broadcast.state !== 'waiting') return justSay(say(said, 'broadcast.decided'));
    if (new Date(broadcast.until) <= said.now) return justSay(say(said, 'broadcast.too_late'));
    return done(say(said, `broadcast.${decision}`, { people: broadcast.people }), [
      keepBroadcast({ ...broadcast, state: decision, decidedBy: me }),
    ]);
  }

  async function showProgress(said: Said, rest: string): Promise<Step> {
    const broadcast = await theOne(said, rest);
    if (!broadcast) return unknown(said, rest);
    if (broadcast.state === 'waiting' || broadcast.state === 'refused')
      return justSay(say(said, `broadcast.is_${broadcast.state}`));
    const progress = await progressOf(store, rowsOf(broadcast));
    const { sent, unknown: unclear, unwanted, failed, stopped } = progress;
    // Before its time no rows are written yet.
    const begun = broadcast.state === 'sending' || sent + progress.waiting + stopped > 0;
    const waiting = begun ? progress.waiting : broadcast.people;
    const { forwarded, unreachable } = await reachOf(store, rowsOf(broadcast), said.today);
    const counts = { sent, waiting, unclear, failed, stopped, unwanted, forwarded, unreachable };
    const told = say(said, 'broadcast.progress', { code: broadcast.code, people: broadcast.people, ...counts });
    const read = await readOf(store, rowsOf(broadcast));
    return justSay(read ? plain(`${told.text}\n${say(said, 'broadcast.read', { ...read }).text}`) : told);
  }

  /** Holds what has not left, or lets it go on; a confirmed message that has not begun is held too. */
  async function hold(said: Said, rest: string, wanted: 'paused' | 'sending'): Promise<Step> {
    const broadcast = await theOne(said, rest);
    if (!broadcast) return unknown(said, rest);
    const { state } = broadcast;
    const fits = wanted === 'paused' ? state === 'confirmed' || state === 'sending' : state === 'paused';
    if (!fits || (state === 'sending' && (await progressOf(store, rowsOf(broadcast))).waiting === 0))
      return justSay(say(said, 'broadcast.over'));
    const { waiting } = await progressOf(store, rowsOf(broadcast));
    if (wanted === 'paused')
      return done(say(said, 'broadcast.paused', { code: broadcast.code }), [
        keepBroadcast({ ...broadcast, state: 'paused' }),
        pause(rowsOf(broadcast)),
      ]);
    // What was held before its rows were written begins when its slot is looked at again.
    const next = waiting > 0 ? ('sending' as const) : ('confirmed' as const);
    return done(say(said, 'broadcast.resumed'), [
      keepBroadcast({ ...broadcast, state: next }),
      goOn(rowsOf(broadcast), said.now),
    ]);
  }

  async function stopBroadcast(said: Said, rest: string): Promise<Step> {
    const broadcast = await theOne(said, rest);
    if (!broadcast) return unknown(said, rest);
    const { waiting } = await progressOf(store, rowsOf(broadcast));
    const isOver =
      broadcast.state === 'refused' ||
      broadcast.state === 'stopped' ||
      (broadcast.state === 'sending' && waiting === 0);
    if (isOver) return justSay(say(said, 'broadcast.over'));
    return done(say(said, 'broadcast.stopped', { waiting }), [
      keepBroadcast({ ...broadcast, state: 'stopped' }),
      stop(rowsOf(broadcast), said.now),
    ]);
  }

  /** The message with the code she names, if it is of a unit she answers for; without a code the last one she may see. */
  async function theOne(said: Said, rest: string): Promise<Broadcast | null> {
    const code = rest.replace(/\D/g, '');
    const all = await readBroadcasts(store);
    for (const broadcast of code === '' ? all : all.filter((one) => one.code === code))
      if (await mayDecide(said, broadcast.unitId)) return broadcast;
    return null;
  }

  /** Without its code a message is decided on only where no other could be meant. */
  async function theOneWaiting(said: Said, me: string): Promise<Broadcast | null> {
    const waiting: Broadcast[] = [];
    for (const broadcast of await readBroadcasts(store)) {
      const isOpen = broadcast.state === 'waiting' && broadcast.by !== me && new Date(broadcast.until) > said.now;
      if (isOpen && (await mayDecide(said, broadcast.unitId))) waiting.push(broadcast);
    }
    const [only, another] = waiting;
    return only && !another ? only : null;
  }

  async function mayDecide(said: Said, unitId: string): Promise<boolean> {
    if (postAs(said.standing, 'administrator')) return true;
    const mine = said.standing?.posts.filter(({ role }) => role.role === 'official').map(({ unit }) => unit.id) ?? [];
    if (mine.includes(unitId)) return true;
    return (await store.count('UnitAncestor', { unitId, ancestorId: { in: mine } })) > 0;
  }

  function unknown(said: Said, rest: string): Step {
    const code = rest.replace(/\D/g, '');
    return justSay(code === '' ? say(said, 'broadcast.which') : say(said, 'broadcast.no_such', { code }));
  }
}

function done(told: Outgoing, changes: Change[]): Step {
  return { kind: 'next', says: [told], changes, state: null };
}
