import { type API, Zalo } from 'zca-js';
import { z } from 'zod';

const session = z.object({
  imei: z.string().min(1),
  userAgent: z.string().min(1),
  cookie: z.array(z.record(z.string(), z.unknown())),
  /** When somebody logged in, as an instant. A new login closes the breaker. */
  since: z.string(),
});

/** What a log-in with the phone has given: whoever has it is this account. Sealed at rest. */
export type PersonalSession = z.infer<typeof session>;

/** The session as it was kept; null when there is none. */
export function readSession(kept: unknown): PersonalSession | null {
  const read = session.safeParse(kept);
  return read.success ? read.data : null;
}

/** Zalo answered, and it said no: the session is dead, or the account is locked. Another try would make it worse. */
export class LoginRefused extends Error {
  override name = 'LoginRefused';
}

export type Fetch = typeof globalThis.fetch;

/** Never asks the npm registry, never prints: zca-js does both unless told. */
export function newZalo(fetch: Fetch): Zalo {
  return new Zalo({ checkUpdate: false, logging: false, selfListen: false, polyfill: fetch as never });
}

/** Logs in with a session. Throws LoginRefused, or a network error after which another try is right. */
export async function logIn(kept: PersonalSession, fetch: Fetch): Promise<API> {
  const { imei, userAgent, cookie } = kept;
  try {
    return await newZalo(fetch).login({ imei, userAgent, cookie: cookie as never });
  } catch (error) {
    throw isRefusal(error) ? new LoginRefused('Zalo refuses the session') : error;
  }
}

/** zca-js speaks of both in one class; "Failed to fetch" is what it says when Zalo could not be asked. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ZcaApiError' && !error.message.startsWith('Failed to fetch');
}
