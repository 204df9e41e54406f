import type { Command, Dialog, Said } from '../core/dialog.ts';
import { postAs } from '../core/person.ts';
import { digestCommands } from './commands.ts';
import { namesUnit } from './drill-down.ts';
import type { DigestParts, DigestSlot, RenderPush } from './parts.ts';
import { reminderRenderers, reminderSlots } from './reminders.ts';
import { digestRenderers, digestSlots } from './scheduled.ts';

export interface DigestsFeature {
  commands: Command[];
  dialogs: Dialog[];
  /** What the rows of digests and reminders say, by the first part of their key: to be registered with the outbox. */
  renderers: ReadonlyMap<string, RenderPush>;
  /** What opens the unit whose name is all that an official wrote; null for any other message. */
  unitNamed(said: Said): Promise<string | null>;
  /** Digests, corrections, invitations and reminders whose time lies after `from` and not after `to`. */
  due(from: Date, to: Date): Promise<DigestSlot[]>;
}

export function newDigests(parts: DigestParts): DigestsFeature {
  return {
    commands: digestCommands(parts),
    dialogs: [],
    unitNamed: async (said) => {
      const post = postAs(said.standing, 'official', 'administrator');
      if (!post || !(await namesUnit(parts.store, post.unit, said.text, said.today))) return null;
      return `${parts.texts.words('digests.commands.words.open')[0]} ${said.text}`;
    },
    renderers: new Map([...digestRenderers(parts), ...reminderRenderers(parts)]),
    due: async (from, to) => [...(await digestSlots(parts, from, to)), ...(await reminderSlots(parts, from, to))],
  };
}
