import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Assistant, newAssistant } from '../assistant.ts';
import { SimulatedChannel } from '../channels/simulated/simulated-channel.ts';
import type { Content } from '../content/load-content.ts';
import { insert } from '../core/change.ts';
import { MovableClock, minutes } from '../core/clock.ts';
import { dayOf } from '../core/day.ts';
import { OperatorError } from '../core/errors.ts';
import { silentLog } from '../core/log.ts';
import type { RoleName } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { openDemonstration } from '../demonstration/demonstration.ts';
import { newPhotoFiles } from '../photo-files.ts';
import { makeKey, newSealing } from '../privacy/sealing.ts';
import { openStore } from '../storage/open-store.ts';
import type { Stage } from './play-conversation.ts';

const roles: readonly RoleName[] = ['reporter', 'member', 'official', 'administrator'];
/** The smallest PNG there is: one grey point. */
const smallPhoto = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCB2tsk8AAAAABJRU5ErkJggg==',
  'base64',
);
/** What is due is done in steps no longer than this when the clock moves far. */
const longestStep = minutes(30);

/**
 * The real assistant in a temporary database with the made-up units of the demonstration, over the simulated channel and a
 * clock that stands where it is put. People are those the conversation names; everybody else is a citizen.
 */
export async function openStage(content: Content): Promise<Stage & { store(): Store; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'to-am-stage-'));
  const url = `file:${join(folder, 'to-am.db')}`;
  const clock = new MovableClock('2026-11-22T08:00:00+07:00');
  const sealing = newSealing(makeKey());
  const channel = new SimulatedChannel({ clock });
  let store: Store;
  let assistant: Assistant;
  const seen = new Set<string>();

  async function start(): Promise<void> {
    store = await openStore(url, { clock });
    assistant = newAssistant({
      ...{ content, store, sealing, clock, log: silentLog },
      channels: new Map([[channel.name, channel]]),
      photos: newPhotoFiles(join(folder, 'photos'), sealing),
    });
    await assistant.open();
  }
  async function stop(): Promise<void> {
    await channel.settled();
    await assistant.close();
    await store.close();
  }

  await start();
  await openDemonstration({ content: content.demonstration, store: store!, sealing, clock, withFigures: false });
  return {
    store: () => store,
    async setClock(at) {
      clock.moveTo(`${at.trim().replace(' ', 'T')}:00+07:00`);
    },
    async addPerson(name, role, unitCode) {
      const unit = await store.first('Unit', { code: unitCode });
      if (!unit || !roles.includes(role as RoleName)) {
        throw new OperatorError(
          'TA-CHAT-001',
          `There is no unit ${unitCode} or no role ${role}; write one of ${roles.join(', ')}.`,
          { place: name },
        );
      }
      await store.commit([
        insert('Person', {
          id: `person-${name}`,
          calledAs: 'chị',
          preferredAccountId: null,
          consent: null,
          consentVersion: null,
          consentAt: null,
          createdAt: clock.now(),
        }),
        insert('Account', {
          id: `account-${name}`,
          personId: `person-${name}`,
          channel: channel.name,
          accountHash: sealing.hash('account', `${channel.name}/${name}`),
          sealedAddress: sealing.seal(JSON.stringify(channel.addressOf(name))),
          state: 'active',
          createdAt: clock.now(),
        }),
        insert('Role', {
          ...{ id: `role-${name}`, personId: `person-${name}`, unitId: unit.id, role: role as RoleName },
          ...{ fromDay: dayOf(clock.now()), untilDay: null, invitationId: null },
        }),
      ]);
    },
    async move(ms) {
      for (let left = ms; left > 0; left -= longestStep) {
        clock.advance(Math.min(left, longestStep));
        await assistant.tick();
        await assistant.outbox.tick();
      }
    },
    async say(name, text) {
      await channel.say(name, text);
    },
    async send(name, what) {
      const loadPhoto = async () => smallPhoto;
      await channel.say(name, '', what === 'photo' ? { carries: 'photo', loadPhoto } : { carries: what as 'voice' });
    },
    shown() {
      const fresh = channel.deliveries.filter(({ messageId }) => !seen.has(messageId));
      for (const { messageId } of fresh) seen.add(messageId);
      return fresh.map(({ conversationId, shown: text }) => ({ to: conversationId, text }));
    },
    async restart() {
      await stop();
      await start();
    },
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
