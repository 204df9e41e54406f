import { z } from 'zod';
import { amend } from '../core/change.ts';
import { dayOf, writeDay } from '../core/day.ts';
import { type Command, type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import type { AccountRow } from '../core/records.ts';
import { bare } from '../language/typed-words.ts';
import { channelName } from './approving.ts';
import { cutAccount } from './linking.ts';
import type { OrganisationParts } from './parts.ts';
import { isOneOf, speak } from './speaking.ts';

export const accountsDialog = 'organisation.accounts';
const accountsState = z.object({ doing: z.enum(['cut', 'prefer']) });
type AccountsState = z.infer<typeof accountsState>;

/** "tài khoản" lists her accounts, "cắt zalo" takes one away at once, "ưu tiên zalo" says where she wants to be written to. */
export function newAccounts({ store, texts, sealing }: OrganisationParts): {
  commands: Command[];
  dialog: Dialog<AccountsState>;
} {
  const say = (said: Said, key: string, params: Record<string, string> = {}) =>
    speak(texts, said, `organisation.accounts.${key}`, params);
  // "ưu tiên hộ nghèo vay vốn" is a report: only the words for accounts go on with anything.
  const toDialog = (doing: 'cut' | 'prefer', named: boolean): Command => ({
    id: `organisation.${doing}-account${named ? '-named' : ''}`,
    words: `organisation.command.${doing}_account${named ? '_named' : ''}`,
    takesRest: named,
    for: 'known',
    recorded: true,
    run: async (said, rest) => ({
      kind: 'next',
      says: [],
      changes: [],
      state: null,
      then: { dialog: accountsDialog, opening: { doing, rest: named ? rest : channelNamedIn(said.text) } },
    }),
  });
  const channelNamedIn = (text: string) => /(zalo|telegram|teams).*$/iu.exec(text)?.[0] ?? '';
  const list: Command = {
    id: 'organisation.accounts-command',
    words: 'organisation.command.accounts',
    for: 'known',
    recorded: true,
    async run(said) {
      const accounts = await accountsOf(said);
      const lines = accounts.map((account) => `• ${labelOf(account, said)}`).join('\n');
      return justSay(plain(`${say(said, 'list').text}\n${lines}\n${say(said, 'list_hint').text}`));
    },
  };
  return {
    commands: [
      list,
      toDialog('cut', false),
      toDialog('cut', true),
      toDialog('prefer', false),
      toDialog('prefer', true),
    ],
    dialog: { id: accountsDialog, begin, answer, askAgain },
  };

  async function begin(said: Said, opening?: unknown): Promise<Step<AccountsState>> {
    const { doing, rest } = z
      .object({ doing: z.enum(['cut', 'prefer']), rest: z.string() })
      .catch({ doing: 'cut', rest: '' })
      .parse(opening);
    return choose({ doing }, said, rest);
  }

  async function answer(given: AccountsState, said: Said): Promise<Step<AccountsState>> {
    const state = accountsState.safeParse(given);
    if (!state.success || isOneOf(texts, 'organisation.no', said.text)) return justSay(say(said, 'stays'));
    return choose(state.data, said, said.text);
  }

  async function choose(state: AccountsState, said: Said, text: string): Promise<Step<AccountsState>> {
    const accounts = await accountsOf(said);
    const others = accounts.filter(({ id }) => id !== said.standing?.account.id);
    const pool = state.doing === 'cut' ? others : accounts.filter(({ state: held }) => held === 'active');
    if (others.length === 0) return justSay(say(said, 'only_one'));
    const wanted = bare(text);
    const named = pool.filter((account) =>
      [labelOf(account, said), channelName(texts, account.channel), account.channel].some(
        (name) => bare(name) === wanted,
      ),
    );
    const found = wanted === '' && state.doing === 'cut' ? pool : named;
    const [account, another] = found;
    if (account && !another) return state.doing === 'cut' ? cut(account, said) : prefer(account, said);
    const choices = pool.map((one) => ({ label: labelOf(one, said), says: labelOf(one, said) }));
    const asked = plain(say(said, `which_${state.doing}`).text, choices);
    return { kind: 'next', says: [asked], changes: [], state };
  }

  function cut(account: AccountRow, said: Said): Step<AccountsState> {
    const person = said.standing?.person;
    const changes = cutAccount(account, sealing);
    if (person?.preferredAccountId === account.id && said.standing) {
      changes.push(amend('Person', { id: person.id }, { preferredAccountId: said.standing.account.id }));
    }
    return { kind: 'next', says: [say(said, 'cut', { account: labelOf(account, said) })], changes, state: null };
  }

  function prefer(account: AccountRow, said: Said): Step<AccountsState> {
    const changes = [amend('Person', { id: account.personId }, { preferredAccountId: account.id })];
    return { kind: 'next', says: [say(said, 'preferred', { account: labelOf(account, said) })], changes, state: null };
  }

  function askAgain(state: AccountsState, said: Said) {
    return say(said, `which_${state.doing}`);
  }

  async function accountsOf(said: Said): Promise<AccountRow[]> {
    const personId = said.standing?.person.id;
    return personId ? store.find('Account', { personId }, { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }) : [];
  }

  function labelOf(account: AccountRow, said: Said): string {
    const marks = [
      account.id === said.standing?.account.id ? texts.say('organisation.accounts.this_one') : '',
      account.id === said.standing?.person.preferredAccountId ? texts.say('organisation.accounts.is_preferred') : '',
      account.state === 'active' ? '' : texts.say(`organisation.accounts.state_${account.state}`),
    ].filter(Boolean);
    const since = texts.say('organisation.accounts.since', {
      channel: channelName(texts, account.channel),
      day: writeDay(dayOf(account.createdAt), said.today),
    });
    return marks.length > 0 ? `${since} – ${marks.join(', ')}` : since;
  }
}
