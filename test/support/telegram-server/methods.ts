import type { Fault } from './faults.ts';
import { type Answer, grant, type Platform, refuse } from './platform.ts';

/** The parameters of a call: JSON values, or strings and files of a form. */
export type Params = Record<string, unknown>;

/** Carries out a method as the Bot API describes it, strictly. `getUpdates` is not here: it waits. */
export function carryOut(platform: Platform, method: string, params: Params, fault: Fault | null): Answer {
  switch (method) {
    case 'getMe':
      return grant(platform.self);
    case 'sendMessage':
      return sendMessage(platform, params, fault);
    case 'sendPhoto':
    case 'sendDocument':
      return sendFile(platform, method, params, fault);
    case 'deleteMessage':
      return platform.deleteMessages(String(params.chat_id), [Number(params.message_id)]);
    case 'deleteMessages':
      return deleteMessages(platform, params);
    case 'answerCallbackQuery':
      platform.answeredPresses.push(String(params.callback_query_id));
      return grant(true);
    case 'getFile':
      return getFile(platform, String(params.file_id));
    case 'setMyCommands':
      return setMyCommands(platform, params);
    case 'setWebhook':
      return setWebhook(platform, params);
    case 'deleteWebhook':
      platform.webhook = null;
      return grant(true);
    case 'getWebhookInfo':
      return grant({
        url: platform.webhook?.url ?? '',
        has_custom_certificate: false,
        pending_update_count: platform.unconfirmed(),
        ...(platform.webhook?.lastError ? { last_error_message: platform.webhook.lastError } : {}),
      });
    default:
      return refuse(404, 'Not Found: method not found');
  }
}

function sendMessage(platform: Platform, params: Params, fault: Fault | null): Answer {
  const chatId = String(params.chat_id ?? '');
  const text = String(params.text ?? '');
  if (!text.trim()) return refuse(400, 'Bad Request: message text is empty');
  if (text.length > 4_096) return refuse(400, 'Bad Request: message is too long');
  return send(platform, chatId, text, params, {}, fault);
}

function sendFile(
  platform: Platform,
  method: 'sendPhoto' | 'sendDocument',
  params: Params,
  fault: Fault | null,
): Answer {
  const file = params[method === 'sendPhoto' ? 'photo' : 'document'];
  if (!(file instanceof File)) return refuse(400, 'Bad Request: there is no file in the request');
  const caption = String(params.caption ?? '');
  if (caption.length > 1_024) return refuse(400, 'Bad Request: message caption is too long');
  const kept =
    method === 'sendPhoto' ? { photo: { bytes: file.size } } : { document: { name: file.name, bytes: file.size } };
  return send(platform, String(params.chat_id ?? ''), caption, params, kept, fault);
}

function send(
  platform: Platform,
  chatId: string,
  text: string,
  params: Params,
  file: { photo?: { bytes: number }; document?: { name: string; bytes: number } },
  fault: Fault | null,
): Answer {
  const refusal = platform.mayWriteTo(chatId);
  if (refusal) return refusal;
  const buttons = buttonsOf(params.reply_markup);
  if (!buttons || buttons.some(({ data }) => Buffer.byteLength(data) > 64 || !data))
    return refuse(400, 'Bad Request: BUTTON_DATA_INVALID');
  const reply = fromForm(params.reply_parameters) as { message_id?: number } | undefined;
  const sent = platform.keepSent(
    { chatId, text, buttons, ...file, ...(reply?.message_id ? { replyTo: reply.message_id } : {}) },
    fault,
  );
  return grant({
    message_id: sent.messageId,
    date: Math.floor(Date.now() / 1_000),
    chat: { id: Number(chatId), type: 'private' },
    from: platform.self,
    ...(text ? { text } : {}),
  });
}

/** Null when the keyboard is not one. */
function buttonsOf(markup: unknown): { text: string; data: string }[] | null {
  if (markup === undefined) return [];
  const keyboard = (fromForm(markup) as { inline_keyboard?: unknown }).inline_keyboard;
  if (!Array.isArray(keyboard)) return null;
  return keyboard
    .flat()
    .map(({ text, callback_data }: { text: string; callback_data?: string }) => ({ text, data: callback_data ?? '' }));
}

/** In a form, what is not a string comes as JSON. */
function fromForm(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value;
}

function deleteMessages(platform: Platform, params: Params): Answer {
  const ids = params.message_ids;
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > 100)
    return refuse(400, 'Bad Request: message identifiers are not specified');
  return platform.deleteMessages(String(params.chat_id), ids.map(Number));
}

function getFile(platform: Platform, fileId: string): Answer {
  const bytes = platform.files.get(fileId);
  if (!bytes) return refuse(400, 'Bad Request: wrong file_id or the file is temporarily unavailable');
  if (bytes.byteLength > 20 * 1_024 * 1_024) return refuse(400, 'Bad Request: file is too big');
  return grant({ file_id: fileId, file_unique_id: fileId, file_size: bytes.byteLength, file_path: `files/${fileId}` });
}

function setMyCommands(platform: Platform, params: Params): Answer {
  const commands = params.commands as { command: string; description: string }[];
  const wrong = commands.some(
    ({ command, description }) => !/^[a-z0-9_]{1,32}$/.test(command) || !description || description.length > 256,
  );
  if (wrong) return refuse(400, 'Bad Request: BOT_COMMAND_INVALID');
  platform.commands = commands;
  return grant(true);
}

function setWebhook(platform: Platform, params: Params): Answer {
  const secret = String(params.secret_token ?? '');
  if (secret && !/^[\w-]{1,256}$/.test(secret))
    return refuse(400, 'Bad Request: secret token contains unallowed characters');
  platform.webhook = { url: String(params.url), secret };
  platform.allowed = (params.allowed_updates as string[] | undefined) ?? platform.allowed;
  return grant(true);
}
