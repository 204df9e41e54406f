import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { type Command, type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import { erasePerson } from './erase.ts';
import { exportPerson } from './export-person.ts';
import { choicesOf, isOneOf, say } from './speaking.ts';

export interface PrivacyParts {
  store: Store;
  texts: Texts;
  sealing: Sealing;
  clock: Clock;
}

const eraseDialog = 'privacy.erase';
const eraseState = z.object({ question: z.literal('confirm') });
type EraseState = z.infer<typeof eraseState>;

/** What a person may do with what is kept of her: have it erased ("xóa dữ liệu của tôi"), and get it ("tải dữ liệu của tôi"). */
export function newOwnData({ store, texts, sealing }: PrivacyParts): { commands: Command[]; dialogs: Dialog[] } {
  const erase: Command = {
    id: 'privacy.erase-command',
    words: 'privacy.command.erase',
    for: 'anyone',
    recorded: true,
    async run(said) {
      if (!said.standing) return justSay(say(texts, null, 'privacy.erase.nothing'));
      return { kind: 'next', says: [], changes: [], state: null, then: { dialog: eraseDialog } };
    },
  };
  const get: Command = {
    id: 'privacy.export-command',
    words: 'privacy.command.export',
    for: 'anyone',
    // Nothing is written, and a file with everything about her does not lie in the outbox.
    recorded: false,
    async run(said) {
      const person = said.standing?.person;
      const data = person && said.facts.scope === 'private' ? await exportPerson(store, sealing, person.id) : null;
      if (!person || !data) return justSay(say(texts, null, 'privacy.export.nothing'));
      const bytes = new TextEncoder().encode(JSON.stringify(data, null, 2));
      const file = { name: `du-lieu-${said.today}.json`, bytes, mediaType: 'application/json' };
      return justSay({ ...say(texts, person, 'privacy.export.here'), file });
    },
  };
  const dialog: Dialog<EraseState> = {
    id: eraseDialog,
    begin: async (said) => ({ kind: 'next', says: [question(said)], changes: [], state: { question: 'confirm' } }),
    answer,
    askAgain: (_state, said) => question(said),
  };
  return { commands: [erase, get], dialogs: [dialog as Dialog] };

  async function answer(_state: EraseState, said: Said): Promise<Step<EraseState>> {
    const person = said.standing?.person ?? null;
    if (isOneOf(texts, 'privacy.no', said.text)) return justSay(say(texts, person, 'privacy.erase.stays'));
    if (!isOneOf(texts, 'privacy.yes', said.text)) return { kind: 'not-understood', retry: question(said) };
    const changes = person ? await erasePerson(store, person.id, said.today) : [];
    return { kind: 'next', says: [say(texts, person, 'privacy.erase.done')], changes, state: null };
  }

  function question(said: Said): Outgoing {
    return plain(
      say(texts, said.standing?.person ?? null, 'privacy.erase.ask').text,
      choicesOf(texts, ['privacy.yes', 'privacy.no']),
    );
  }
}
