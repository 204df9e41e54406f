import type { Sealing } from './sealing.ts';

/** The id under which a conversation is kept: it names the channel, and nobody who lacks the key can tell whose it is. */
export function conversationIdOf(sealing: Sealing, channel: string, conversation: string): string {
  return `${channel}/${sealing.hash('account', `${channel}/${conversation}`)}`;
}
