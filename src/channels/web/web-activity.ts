import type { Activity } from 'botbuilder';
import type { ChannelAbilities, ChannelFacts } from '../../core/channel.ts';
import type { Outgoing } from '../../core/outgoing.ts';
import { renderFor } from '../../core/rendering.ts';
import { headerOf, jsonOf, type WebRequest } from '../../core/web.ts';
import type { NewPageNews } from './open-pages.ts';

export const webAbilities: ChannelAbilities = {
  buttons: true,
  maxTextLength: 4_000,
  photos: true,
  files: true,
  deletesMessages: true,
  groups: false,
  proactive: 'open-page',
};

/** Who calls: the page's own random id, and in the demonstration whom it plays. */
export interface Caller {
  page: string;
  /** Empty for a citizen. */
  plays: string;
}

export interface PageSaid extends Caller {
  /** The page's random id of this message: the same when it sends it again. */
  message: string;
  text: string;
  /** The id of the message whose button was pressed. */
  under?: string;
}

/** Made of random bytes by the page; long enough that nobody guesses another's. */
const randomId = /^[A-Za-z0-9_-]{22,64}$/;
const roleId = /^[\p{L}\p{N} ._:-]{0,80}$/u;

/** Null for what our page would not send: another form, or another site's page in this browser. */
export function readCaller(request: WebRequest): (Caller & Record<string, unknown>) | null {
  if (!isOurPage(request) || !headerOf(request, 'content-type')?.startsWith('application/json')) return null;
  const body = jsonOf(request);
  if (typeof body !== 'object' || body === null) return null;
  const fields = body as Record<string, unknown>;
  const caller = callerFrom(fields.page, fields.plays);
  return caller && { ...fields, ...caller };
}

export function readSaid(request: WebRequest): PageSaid | null {
  const fields = readCaller(request);
  if (!fields || typeof fields.text !== 'string' || !isRandomId(fields.message)) return null;
  const { page, plays, text, message, under } = fields;
  return { page, plays, text, message, ...(typeof under === 'string' && under ? { under: under.slice(0, 64) } : {}) };
}

/** A photo comes as it is, with the ids in headers. */
export function readPhoto(request: WebRequest): PageSaid | null {
  const caller = callerFrom(headerOf(request, 'x-page'), decodeURIComponentOrNull(headerOf(request, 'x-plays') ?? ''));
  const message = headerOf(request, 'x-message');
  if (!caller || !isOurPage(request) || !isRandomId(message) || request.body.byteLength === 0) return null;
  if (!/^image\/(jpeg|png|webp)$/.test(headerOf(request, 'content-type') ?? '')) return null;
  return { ...caller, message, text: '' };
}

/** A file comes as it is too, with its name in a header. */
export function readFile(request: WebRequest): { said: PageSaid; name: string } | null {
  const caller = callerFrom(headerOf(request, 'x-page'), decodeURIComponentOrNull(headerOf(request, 'x-plays') ?? ''));
  const message = headerOf(request, 'x-message');
  const name = decodeURIComponentOrNull(headerOf(request, 'x-name') ?? '');
  if (!caller || !isOurPage(request) || !isRandomId(message) || name === null) return null;
  if (headerOf(request, 'content-type') !== 'application/octet-stream' || request.body.byteLength === 0) return null;
  return { said: { ...caller, message, text: '' }, name: name.normalize('NFC').slice(0, 200) };
}

/**
 * Another site's page can make this browser call us; browsers say so in `Sec-Fetch-Site`. (It cannot send JSON, an
 * image or a header of its own without asking first, and we grant nothing; this is the second lock.)
 */
function isOurPage(request: WebRequest): boolean {
  const site = headerOf(request, 'sec-fetch-site');
  return site === undefined || site === 'same-origin';
}

function callerFrom(page: unknown, plays: unknown = ''): Caller | null {
  if (!isRandomId(page) || typeof plays !== 'string' || !roleId.test(plays)) return null;
  return { page, plays };
}

function isRandomId(value: unknown): value is string {
  return typeof value === 'string' && randomId.test(value);
}

function decodeURIComponentOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** A played person is the same on every page; a citizen is her page. */
export function conversationOf({ page, plays }: Caller): string {
  return plays ? `plays:${plays}` : `page:${page}`;
}

export function toActivity(said: PageSaid, now: Date, facts: Partial<ChannelFacts> = {}): Partial<Activity> {
  const id = conversationOf(said);
  const channelData: ChannelFacts = {
    scope: 'private',
    messageId: said.message,
    ...(said.under ? { pressedUnder: said.under } : {}),
    ...facts,
  };
  return {
    type: 'message',
    id: said.message,
    channelId: 'web',
    timestamp: now,
    text: said.text.normalize('NFC'),
    from: { id, name: '' },
    recipient: { id: 'bot', name: '' },
    conversation: { id, name: '', isGroup: false, conversationType: 'personal' },
    channelData,
  };
}

/** The parts a page shows; it writes the choices itself, as numbered buttons. */
export function fromOutgoing(message: Outgoing, newMessageId: () => string): (NewPageNews & { id: string })[] {
  const { choices = [], photo, file, text } = message;
  const parts = renderFor(webAbilities, { text });
  return parts.map((part, i) => ({
    id: newMessageId(),
    text: part.text,
    choices: i === parts.length - 1 ? choices.map(({ label, says }) => ({ label, says })) : [],
    ...(photo && i === 0 ? { photo: { src: `data:image/png;base64,${base64(photo.png)}`, alt: photo.alt } } : {}),
    ...(file && i === 0 ? { file: { name: file.name, type: file.mediaType, base64: base64(file.bytes) } } : {}),
  }));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
