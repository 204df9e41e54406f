import type { Channel } from '../core/channel.ts';
import type { ChannelReport } from '../core/channel-health.ts';
import { jsonResponse, type WebRoute } from '../core/web.ts';
import { mayLookInside } from './access.ts';

export interface HealthOptions {
  channels: readonly Channel[];
  /** What passes through them and whether they are silent; without it only how they are. */
  reports?: () => readonly ChannelReport[];
  /** Whether the database answers. */
  storeIsWell: () => Promise<boolean>;
  token?: string | undefined;
}

/**
 * `/health`: 200 while the database answers, else 503; an ill channel does not make the program ill. Channels and their
 * troubles are named only to this machine or with the token.
 */
export function healthRoute({ channels, reports, storeIsWell, token }: HealthOptions): WebRoute {
  return {
    method: 'GET',
    path: '/health',
    handle: async (request) => {
      const well = await storeIsWell();
      const inside = mayLookInside(request, token)
        ? {
            store: well ? 'well' : 'ill',
            channels: Object.fromEntries(
              reports
                ? reports().map(({ name, ...report }) => [name, report])
                : channels.map((one) => [one.name, one.health()]),
            ),
          }
        : {};
      return jsonResponse(well ? 200 : 503, { status: well ? 'ok' : 'ill', ...inside });
    },
  };
}
