import type { Command, Dialog } from '../core/dialog.ts';
import { digestCommands } from './commands.ts';
import type { DigestParts, DigestSlot, RenderPush } from './parts.ts';
import { reminderRenderers, reminderSlots } from './reminders.ts';
import { digestRenderers, digestSlots } from './scheduled.ts';

export interface DigestsFeature {
  commands: Command[];
  dialogs: Dialog[];
  /** What the rows of digests and reminders say, by the first part of their key: to be registered with the outbox. */
  renderers: ReadonlyMap<string, RenderPush>;
  /** Digests, corrections, invitations and reminders whose time lies after `from` and not after `to`. */
  due(from: Date, to: Date): Promise<DigestSlot[]>;
}

export function newDigests(parts: DigestParts): DigestsFeature {
  return {
    commands: digestCommands(parts),
    dialogs: [],
    renderers: new Map([...digestRenderers(parts), ...reminderRenderers(parts)]),
    due: async (from, to) => [...(await digestSlots(parts, from, to)), ...(await reminderSlots(parts, from, to))],
  };
}
