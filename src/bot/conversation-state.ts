import { z } from 'zod';
import type { Choice } from '../core/outgoing.ts';

const openDialog = z.object({ dialog: z.string(), state: z.unknown(), since: z.string() });
const choice = z.object({ label: z.string(), says: z.string() });

/** What is kept of a known person's conversation: the open question, a report that was put to sleep, the last menu. Sealed at rest. */
const conversationState = z.object({
  open: openDialog.nullable(),
  asleep: openDialog.nullable(),
  menu: z.array(choice).nullable(),
});
export type ConversationState = z.infer<typeof conversationState>;
export type OpenDialog = z.infer<typeof openDialog>;

export const emptyState: ConversationState = { open: null, asleep: null, menu: null };

/** Reads a kept state; one that an older version wrote and nobody understands any more begins afresh. */
export function readState(json: string): ConversationState {
  const parsed = conversationState.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : emptyState;
}

/** The choice that a bare number means in a menu: "2", "2.", "số 2". Null where the text is no such number. */
export function choiceByNumber(text: string, menu: readonly Choice[] | null): Choice | null {
  const digits = /^\s*(?:s[ốo]\s*)?(\d{1,2})\s*[.)]?\s*$/iu.exec(text)?.[1];
  return (digits && menu?.[Number(digits) - 1]) || null;
}
