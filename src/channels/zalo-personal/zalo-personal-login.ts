import { type LoginQRCallbackEvent, LoginQRCallbackEventType } from 'zca-js';
import type { Clock } from '../../core/clock.ts';
import { type Fetch, LoginRefused, newZalo, type PersonalSession } from './zalo-personal-session.ts';

export interface QrLoginSteps {
  /** Show this picture (PNG); a new one comes when it has expired. */
  onQr(png: Uint8Array): void;
  /** It was scanned; now the phone asks for a yes. */
  onScanned(): void;
}

const userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0';

/**
 * Logs in with the phone by a QR and proves that the session works. Throws LoginRefused when the phone says no or Zalo
 * does, and a network error.
 */
export async function logInByQr(
  { onQr, onScanned }: QrLoginSteps,
  clock: Clock,
  fetch: Fetch = globalThis.fetch,
): Promise<PersonalSession> {
  let session: PersonalSession | null = null;
  let declined = (_error: Error) => {};
  const refusal = new Promise<never>((_resolve, reject) => {
    declined = reject;
  });
  const hear = (event: LoginQRCallbackEvent) => {
    switch (event.type) {
      case LoginQRCallbackEventType.QRCodeGenerated:
        return onQr(Buffer.from(event.data.image, 'base64'));
      case LoginQRCallbackEventType.QRCodeExpired:
        return void event.actions.retry();
      case LoginQRCallbackEventType.QRCodeScanned:
        return onScanned();
      case LoginQRCallbackEventType.QRCodeDeclined:
        return declined(new LoginRefused('the phone said no'));
      case LoginQRCallbackEventType.GotLoginInfo: {
        const { cookie, imei, userAgent: agent } = event.data;
        session = { imei, userAgent: agent, cookie: cookie as never, since: clock.now().toISOString() };
      }
    }
  };
  // It ends with a log-in by the new session, so a session that comes back is one that works.
  await Promise.race([newZalo(fetch).loginQR({ userAgent }, hear), refusal]);
  if (!session) throw new LoginRefused('Zalo gave no session');
  return session;
}
