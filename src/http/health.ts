import type { Channel } from '../core/channel.ts';
import { jsonResponse, type WebRoute } from '../core/web.ts';
import { mayLookInside } from './access.ts';

export interface HealthOptions {
  channels: readonly Channel[];
  /** Whether the database answers. */
  storeIsWell: () => Promise<boolean>;
  token?: string | undefined;
}

/**
 * `/health`: 200 while the database answers, else 503; an ill channel does not make the program ill. Channels and their
 * troubles are named only to this machine or with the token.
 */
export function healthRoute({ channels, storeIsWell, token }: HealthOptions): WebRoute {
  return {
    method: 'GET',
    path: '/health',
    handle: async (request) => {
      const well = await storeIsWell();
      const inside = mayLookInside(request, token)
        ? {
            store: well ? 'well' : 'ill',
            channels: Object.fromEntries(channels.map((one) => [one.name, one.health()])),
          }
        : {};
      return jsonResponse(well ? 200 : 503, { status: well ? 'ok' : 'ill', ...inside });
    },
  };
}
