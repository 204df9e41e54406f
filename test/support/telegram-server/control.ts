import type { Chance, Fault } from './faults.ts';
import type { Platform, PlatformSettings } from './platform.ts';

/** What a test can ask of the platform, by name: the argument and the answer are JSON. */
export interface Controls {
  write: (a: { person: string; fields: Record<string, unknown>; chat?: { id: string; type: string } }) => {
    messageId: number;
  };
  edit: (a: { person: string; messageId: number; text: string }) => void;
  press: (a: { person: string; label: string; messageId?: number; inaccessible?: boolean }) => { pressId: string };
  block: (a: { person: string }) => void;
  /** Shows the newest confirmed update once more. */
  again: (a: Record<string, never>) => void;
  raw: (a: { chat: string; update: Record<string, unknown> }) => void;
  file: (a: { id: string; base64: string }) => void;
  settings: (a: Partial<PlatformSettings> & { seed?: number }) => void;
  plan: (a: { method: string; faults: Fault[] }) => void;
  chances: (a: { chances: Chance[] }) => void;
  age: (a: { chat: string; messageId: number; seconds: number }) => void;
  thereIs: (a: { chat: string; messageId: number }) => boolean;
  hookElsewhere: (a: { url: string | null }) => void;
  state: (a: Record<string, never>) => {
    sent: Platform['sent'];
    answeredPresses: string[];
    commands: unknown;
    webhook: Platform['webhook'];
    allowed: string[] | null;
    confirmedBelow: number;
    unconfirmed: number;
  };
}

export async function control(platform: Platform, name: string, argument: unknown): Promise<unknown> {
  const controls: Controls = {
    write: ({ person, fields, chat }) => ({ messageId: platform.write(person, fields, chat) }),
    edit: ({ person, messageId, text }) => platform.edit(person, messageId, text),
    press: ({ person, label, ...options }) => ({ pressId: platform.press(person, label, options) }),
    block: ({ person }) => platform.block(person),
    again: () => platform.showAgain(),
    raw: ({ chat, update }) => platform.enqueueRaw(chat, update),
    file: ({ id, base64 }) => void platform.files.set(id, Buffer.from(base64, 'base64')),
    settings: ({ seed, ...settings }) => {
      if (seed !== undefined) platform.faults.seed(seed);
      platform.settings = { ...platform.settings, ...settings };
    },
    plan: ({ method, faults }) => platform.faults.plan(method, faults),
    chances: ({ chances }) => platform.faults.chances(chances),
    age: ({ chat, messageId, seconds }) => platform.age(chat, messageId, seconds),
    thereIs: ({ chat, messageId }) => platform.stillThere(chat, messageId),
    hookElsewhere: ({ url }) => {
      platform.webhook = url === null ? null : { url, secret: '' };
    },
    state: () => ({
      sent: platform.sent,
      answeredPresses: platform.answeredPresses,
      commands: platform.commands,
      webhook: platform.webhook,
      allowed: platform.allowed,
      confirmedBelow: platform.confirmedBelow,
      unconfirmed: platform.unconfirmed(),
    }),
  };
  const wanted = controls[name as keyof Controls];
  if (!wanted) throw new RangeError(`the server has no control ${name}`);
  return wanted(argument as never);
}
