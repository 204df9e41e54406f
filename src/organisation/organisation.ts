import type { Change } from '../core/change.ts';
import { dayOf } from '../core/day.ts';
import { type Command, type Dialog, justSay, type Said } from '../core/dialog.ts';
import type { Standing } from '../core/person.ts';
import type { Opening } from '../core/store.ts';
import { newAccounts } from './accounts.ts';
import { newApproving } from './approving.ts';
import { newCalledAs } from './called-as.ts';
import { readInvitation } from './invitation-text.ts';
import { newInviting } from './inviting.ts';
import { endedRequests } from './joining.ts';
import { newLeaving } from './leaving.ts';
import { endedLinkings, historyFrom, newLinking } from './linking.ts';
import { newMarking } from './marking.ts';
import type { OrganisationParts } from './parts.ts';
import { newPeople } from './people.ts';
import { joinDialog, newJoinDialog } from './registration.ts';
import { speak } from './speaking.ts';
import { standingOf } from './standing.ts';

export interface Organisation {
  commands: Command[];
  dialogs: Dialog[];
  /** The dialog that takes up a code or a link; `opening: { text }`. */
  joinDialog: string;
  /** Whether a message looks like an invitation's code or link (or nearly): then the join dialog is opened with it. */
  looksLikeCode(text: string): boolean;
  /** Who writes, as she stands today; null for a citizen. */
  standingOf(opening: Opening): Standing | null;
  /** From when on this account may see her records; null: all. */
  historyFrom(accountId: string): Promise<Date | null>;
  /** What has run out by now: accounts never joined, codes never typed, people nobody let in. For the daily clean-up. */
  cleanUp(): Promise<Change[]>;
}

/** Units, roles and invitations as a part of the conversation. */
export function newOrganisation(parts: OrganisationParts): Organisation {
  const { store, texts, clock } = parts;
  const linking = newLinking(parts);
  const features = [
    newInviting(parts),
    newApproving(parts),
    newPeople(parts),
    newLeaving(parts),
    newMarking(parts),
    newAccounts(parts),
  ];
  const join: Command = {
    id: 'organisation.join-command',
    words: 'organisation.command.join',
    for: 'anyone',
    recorded: false,
    run: async (said: Said) => justSay(speak(texts, said, 'organisation.join.how')),
  };
  return {
    commands: [join, newCalledAs(parts), ...linking.commands, ...features.flatMap(({ commands }) => commands)],
    dialogs: [newJoinDialog(parts, linking.claim), ...features.map(({ dialog }) => dialog)] as Dialog[],
    joinDialog,
    looksLikeCode: (text) => readInvitation(text, texts.words('organisation.join.code_before')) !== null,
    standingOf: (opening) => standingOf(opening, dayOf(clock.now())),
    historyFrom: (accountId) => historyFrom(store, accountId),
    cleanUp: async () => [...(await endedLinkings(store, clock.now())), ...(await endedRequests(store, clock.now()))],
  };
}
