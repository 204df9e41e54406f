import { z } from 'zod';
import { amend, type Change } from '../core/change.ts';
import { addDays, type Day } from '../core/day.ts';
import { type Command, type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import type { Post } from '../core/person.ts';
import type { OrganisationParts } from './parts.ts';
import { firstWord, isOneOf, speak } from './speaking.ts';

export const leaveDialog = 'organisation.leave';
const leaveState = z.object({ roleId: z.string().nullable() });
type LeaveState = z.infer<typeof leaveState>;

/** "rời": she gives up a role; the unit's records stay, and she sees them no more. */
export function newLeaving({ texts }: OrganisationParts): { commands: Command[]; dialog: Dialog<LeaveState> } {
  const command: Command = {
    id: 'organisation.leave-command',
    words: 'organisation.command.leave',
    for: 'known',
    recorded: true,
    run: async () => ({ kind: 'next', says: [], changes: [], state: null, then: { dialog: leaveDialog } }),
  };
  return { commands: [command], dialog: { id: leaveDialog, begin, answer, askAgain } };

  async function begin(said: Said): Promise<Step<LeaveState>> {
    const posts = said.standing?.posts ?? [];
    const [post, another] = posts;
    if (!post) return justSay(speak(texts, said, 'organisation.leave.none'));
    if (!another) return confirm(said, post);
    return { kind: 'next', says: [which(said, posts)], changes: [], state: { roleId: null } };
  }

  async function answer(given: LeaveState, said: Said): Promise<Step<LeaveState>> {
    const state = leaveState.safeParse(given);
    const posts = said.standing?.posts ?? [];
    if (!state.success) return begin(said);
    if (state.data.roleId === null) {
      const chosen = posts.find((post) => isSaid(said.text, nameOf(post)));
      return chosen ? confirm(said, chosen) : { kind: 'not-understood', retry: which(said, posts) };
    }
    const post = posts.find(({ role }) => role.id === state.data.roleId);
    if (!post) return begin(said);
    if (isOneOf(texts, 'organisation.no', said.text)) return justSay(speak(texts, said, 'organisation.leave.stays'));
    if (!isOneOf(texts, 'organisation.yes', said.text))
      return { kind: 'not-understood', retry: askAgain(state.data, said) };
    const left = speak(texts, said, posts.length > 1 ? 'organisation.leave.left' : 'organisation.leave.left_all', {
      post: nameOf(post),
    });
    return { kind: 'next', says: [left], changes: [endRole(post.role.id, said.today)], state: null };
  }

  function askAgain(state: LeaveState, said: Said): Outgoing {
    const post = said.standing?.posts.find(({ role }) => role.id === state.roleId);
    return post ? question(said, post) : which(said, said.standing?.posts ?? []);
  }

  async function confirm(said: Said, post: Post): Promise<Step<LeaveState>> {
    return { kind: 'next', says: [question(said, post)], changes: [], state: { roleId: post.role.id } };
  }

  function question(said: Said, post: Post): Outgoing {
    return speak(texts, said, 'organisation.leave.confirm', { post: nameOf(post) }, [
      'organisation.yes',
      'organisation.no',
    ]);
  }

  function which(said: Said, posts: readonly Post[]): Outgoing {
    const choices = posts.map((post) => ({ label: nameOf(post), says: nameOf(post) }));
    return plain(speak(texts, said, 'organisation.leave.which').text, choices);
  }

  function nameOf({ role, unit }: Post): string {
    return `${firstWord(texts, `organisation.role.${role.role}`)} ${unit.name}`;
  }
}

/** From now on the role does not hold: its last day was yesterday. */
export function endRole(roleId: string, today: Day): Change {
  return amend('Role', { id: roleId }, { untilDay: addDays(today, -1) });
}

function isSaid(text: string, wanted: string): boolean {
  return text.trim().toLocaleLowerCase('vi') === wanted.toLocaleLowerCase('vi');
}
