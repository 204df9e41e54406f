import { createHash } from 'node:crypto';
import type { CallbackQuery, InlineKeyboardMarkup } from 'telegraf/types';
import type { Choice } from '../../core/outgoing.ts';

/** Telegram's limit for `callback_data`, in bytes. */
const longestData = 64;

/** One button a line: labels are sentences, and a phone is narrow. */
export function toKeyboard(choices: readonly Choice[]): InlineKeyboardMarkup {
  return { inline_keyboard: choices.map((choice) => [{ text: choice.label, callback_data: dataOf(choice) }]) };
}

/** What the button carries: its words themselves, so that a press is understood after a restart; a mark when they are too long. */
function dataOf({ says }: Choice): string {
  const data = `=${says}`;
  return Buffer.byteLength(data) <= longestData
    ? data
    : `#${createHash('sha256').update(says).digest('base64url').slice(0, 22)}`;
}

/**
 * What pressing the button says. Of a long one the label, as it still stands under the message; empty when Telegram no
 * longer shows us that message.
 */
export function saysOf(query: CallbackQuery): string {
  const data = 'data' in query ? query.data : '';
  if (data.startsWith('=')) return data.slice(1);
  const message = query.message;
  const keyboard = message && 'reply_markup' in message ? message.reply_markup?.inline_keyboard : undefined;
  const pressed = keyboard?.flat().find((button) => 'callback_data' in button && button.callback_data === data);
  return pressed?.text ?? '';
}
