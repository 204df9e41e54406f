import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newAssistant } from '../../src/assistant.ts';
import { ZaloBotChannel } from '../../src/channels/zalo-bot/zalo-bot-channel.ts';
import { loadContent } from '../../src/content/load-content.ts';
import { insert } from '../../src/core/change.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import { newWebServer } from '../../src/http/web-server.ts';
import { promptsFolder } from '../../src/paths.ts';
import { newPhotoFiles } from '../../src/photo-files.ts';
import { makeKey, newSealing } from '../../src/privacy/sealing.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { branchRows, unitRow } from '../support/branch-rows.ts';
import { freePort } from '../support/free-port.ts';
import { startPlatforms } from '../support/platform-server/start.ts';
import { startLoad } from '../support/webhook-load/start.ts';
import { token } from '../support/zalo-bot-server/platform.ts';

const people = 1_000;
/** Two recorded turns in alternation: a report read back, and its cancellation. */
const texts = ['hôm qua họp chi hội 35 người', 'hủy'];

/**
 * The whole way of a message: the platform's call through the web server, a recorded turn committed on SQLite, 200, and the
 * reply sent to the platform. The caller and the platform run in processes of their own on the same machine.
 */
const folder = await mkdtemp(join(tmpdir(), 'to-am-bench-'));
const platforms = await startPlatforms(new URL('../support/zalo-bot-server/main.ts', import.meta.url));
const load = await startLoad();
const platform = await platforms.another();
const clock = systemClock;
const sealing = newSealing(makeKey());
const store = await openStore(`file:${join(folder, 'webhook.db')}`, { clock });
const now = clock.now();
await store.commit([insert('Unit', unitRow('commune', null))]);
for (let start = 0; start < people; start += 200) {
  const rows = Array.from({ length: 200 }, (_, n) => {
    const id = `p${start + n}`;
    const address = {
      channelId: 'zalo-bot',
      user: { id, name: '' },
      conversation: { id, name: '', isGroup: false, conversationType: '' },
    };
    return branchRows(start + n, { sealing, channel: 'zalo-bot', address, now });
  });
  await store.commit(rows.flat());
}
const port = await freePort();
const channel = new ZaloBotChannel({
  ...{ token, apiRoot: platform.root, clock, log: silentLog },
  webhook: { publicUrl: `http://127.0.0.1:${port}` },
});
const content = loadContent(promptsFolder);
const nothingToCancel = content.texts.say('bot.nothing_to_cancel', { chi: 'chị', Chi: 'Chị' });
const assistant = newAssistant({
  ...{ content, store, sealing, clock, log: silentLog },
  channels: new Map([[channel.name, channel]]),
  photos: newPhotoFiles(join(folder, 'photos'), sealing),
});
const web = await newWebServer({ host: '127.0.0.1', port, trustProxy: false, routes: channel.routes, log: silentLog });
await web.listen();
await assistant.open();
const { webhook } = (await platform.control('state')) as { webhook: { url: string; secret: string } };
const common = { url: webhook.url, secret: webhook.secret, people, texts };

await load.run({ ...common, calls: 400, perSecond: 200, name: 'warm' });
const before = await store.count('Inbound', {});
const overtakenBefore = await overtaken();
const cpuBefore = process.cpuUsage();
const steady = await load.run({ ...common, calls: 4_000, perSecond: 200, name: 'steady' });
const { user, system } = process.cpuUsage(cpuBefore);
const recorded = (await store.count('Inbound', {})) - before;
console.log(
  `200 recorded turns a second by webhook for 20 s: ${recorded} recorded in ${(steady.allDoneMs / 1_000).toFixed(1)} s, answers ${JSON.stringify(steady.first)}, p50 ${steady.p50.toFixed(0)} ms, p95 ${steady.p95.toFixed(0)} ms (limit 250 ms), p99 ${steady.p99.toFixed(0)} ms; ${((user + system) / 1_000 / 4_000).toFixed(2)} ms of processor time a turn`,
);
const overtakenSteady = (await overtaken()) - overtakenBefore;
const beforeStorm = await store.count('Inbound', {});
const storm = await load.run({ ...common, calls: 10_000, perSecond: 1_000, name: 'storm' });
const kept = (await store.count('Inbound', {})) - beforeStorm;
await clock.sleep(2_000); // the last answers leave
const overtakenStorm = (await overtaken()) - overtakenBefore - overtakenSteady;
const lost = Math.max(0, 10_000 - kept - overtakenStorm);
console.log(
  `storm of 10,000 webhooks in 10 s: every one answered within ${(storm.firstDoneMs / 1_000).toFixed(1)} s, at first ${JSON.stringify(storm.first)}, p95 ${storm.p95.toFixed(0)} ms, slowest ${storm.slowest.toFixed(0)} ms; all answered 200 after ${(storm.allDoneMs / 1_000).toFixed(1)} s and ${storm.attempts} calls; ${kept} turns recorded, ${overtakenStorm} cancellations overtook their report and were answered so, ${lost} lost`,
);
load.stop();
await assistant.close();
await web.close();
await store.close();
await platforms.stop();
await rm(folder, { recursive: true, force: true });
if (recorded + overtakenSteady < 4_000 || lost > 0 || steady.p95 >= 250) process.exit(1);
process.exit(0);

/** A "hủy" that comes before its report, because that was turned away, has nothing to cancel: answered, and not recorded. */
async function overtaken(): Promise<number> {
  const { sent } = (await platform.control('state')) as { sent: { text: string }[] };
  return sent.filter(({ text }) => text === nothingToCancel).length;
}
