import { existsSync, readFileSync } from 'node:fs';
import { OaTokenKeeper, readTokens } from '../../../src/channels/zalo-oa/zalo-oa-tokens.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { writeDurably } from '../durable-file.ts';
import { keptLog } from '../kept-log.ts';
import { app, firstRefreshToken } from './platform.ts';

/** A program to be killed: asks once for an access token, renewing it when it must, and says what it has got. */
const [, , root = '', file = ''] = process.argv;
const { log, lines } = keptLog();
const keeper = new OaTokenKeeper({
  ...{ appId: app.appId, appSecret: app.appSecret, firstRefreshToken, oauthRoot: root, clock: systemClock, log },
  loadTokens: async () => (existsSync(file) ? readTokens(JSON.parse(readFileSync(file, 'utf8'))) : null),
  saveTokens: async (tokens) => writeDurably(file, JSON.stringify(tokens)),
});
const access = await keeper.access().catch((error: Error) => error.message);
process.send?.({ access, logged: lines });
