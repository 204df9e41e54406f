import {
  ZaloPersonalChannel,
  type ZaloPersonalOptions,
} from '../../src/channels/zalo-personal/zalo-personal-channel.ts';
import type { Fetch, PersonalSession } from '../../src/channels/zalo-personal/zalo-personal-session.ts';
import type { PersonalState } from '../../src/channels/zalo-personal/zalo-personal-state.ts';
import { systemClock } from '../../src/core/clock.ts';
import { keptLog } from '../support/kept-log.ts';
import type { PlatformProcess } from '../support/platform-server/start.ts';

export interface PersonalPlatformState {
  sent: { threadId: string; text: string; group: boolean }[];
  accepted: string[];
  askedSince: (string | null)[];
  logins: number;
  connections: number;
}

export const stateOf = async (platform: PlatformProcess) => (await platform.control('state')) as PersonalPlatformState;

export const session: PersonalSession = {
  imei: 'imei-1',
  userAgent: 'Mozilla/5.0 (test)',
  cookie: [{ key: 'zpsid', value: 'secret-session', domain: 'chat.zalo.me', path: '/' }],
  since: '2026-11-24T08:00:00.000Z',
};

/** The addresses of Zalo, led to the local server. */
export function toLocal(root: string): Fetch {
  return (input, init) => {
    const address = String(input);
    const local = address.replace(
      /^https:\/\/(id|wpa\.chat|jr\.chat)\.zalo\.me/,
      (_, host: string) => `${root}/${host.split('.')[0]}`,
    );
    if (local.startsWith('https:')) throw new TypeError('a call that leaves this machine');
    return fetch(local, init);
  };
}

/** What a channel keeps, in memory. */
export function keptState(first: PersonalState | null = null) {
  const saved: PersonalState[] = first ? [first] : [];
  return {
    saved,
    loadState: async () => saved.at(-1) ?? null,
    saveState: async (state: PersonalState) => void saved.push(state),
  };
}

export function zaloPersonal(
  platform: PlatformProcess,
  options: Partial<ZaloPersonalOptions> & { kept?: ReturnType<typeof keptState> } = {},
) {
  const { log, lines } = keptLog();
  const { kept = keptState(), ...others } = options;
  const channel = new ZaloPersonalChannel({
    loadSession: async () => session,
    ...{ loadState: kept.loadState, saveState: kept.saveState, dailyCap: 80, acceptAfterMs: { least: 1, most: 5 } },
    ...{ fetch: toLocal(platform.root), clock: systemClock, log },
    ...others,
  });
  return { channel, lines, kept };
}
