import { dayOf } from '../core/day.ts';
import type { Command, Dialog } from '../core/dialog.ts';
import { announce } from './announce.ts';
import { idsBelow } from './audiences.ts';
import { type Broadcast, keepBroadcast, readBroadcasts, rowsOf } from './broadcast.ts';
import { newBroadcastDialog } from './broadcast-dialog.ts';
import { type DueReminder, prefixOf, remindersBetween } from './calendar.ts';
import { campaignCommands } from './commands.ts';
import { askToForward, forwardAt, forwardsUnder, forwardTimesOf } from './forward.ts';
import type { CampaignParts } from './parts.ts';
import { campaignRenderers, type RenderPush } from './render-pushes.ts';
import { newReportDialog } from './report-dialog.ts';
import { heldOf } from './stopping.ts';

/** Something of the campaigns that is due at a moment, once; of use until another. */
export interface CampaignSlot {
  key: string;
  at: Date;
  until: Date;
  run(now: Date): Promise<void>;
}

export interface CampaignsFeature {
  commands: Command[];
  dialogs: Dialog[];
  /** What the rows of campaigns say, by the first part of their key: to be registered with the outbox. */
  renderers: ReadonlyMap<string, RenderPush>;
  /** Reminders whose time lies after `from` and not after `to`, confirmed broadcasts, and requests to pass both on. */
  due(from: Date, to: Date): Promise<CampaignSlot[]>;
}

export function newCampaigns(parts: CampaignParts): CampaignsFeature {
  const { store, campaigns } = parts;

  return {
    commands: campaignCommands(parts),
    dialogs: [newBroadcastDialog(parts) as Dialog, newReportDialog(parts) as Dialog],
    renderers: campaignRenderers(parts),
    due: async (from, to) => {
      const broadcasts = await readBroadcasts(store);
      return [
        ...reminderSlots(from, to),
        ...forwardSlots(from, to),
        ...broadcastSlots(broadcasts, to),
        ...broadcastForwardSlots(broadcasts, from, to),
      ];
    },
  };

  function reminderSlots(from: Date, to: Date): CampaignSlot[] {
    return remindersBetween(campaigns, from, to).map((due) => ({
      key: `${due.keyPrefix}${due.reminder.to}`,
      at: due.at,
      until: due.until,
      run: async (now) => {
        await announce(parts, campaignOfDue(due), due, now);
      },
    }));
  }

  function forwardSlots(from: Date, to: Date): CampaignSlot[] {
    const dayBefore = new Date(from.getTime() - 86_400_000);
    return remindersBetween(campaigns, dayBefore, to)
      .filter((due) => campaignOfDue(due).audiences[due.reminder.to]?.roles.includes('member'))
      .map((due) => ({
        key: forwardsUnder(due.keyPrefix).slice(0, -1),
        at: forwardAt(due),
        until: due.until,
        run: async (now: Date) => {
          if ((await heldOf(store, [prefixOf(due.occurrence), due.keyPrefix])) === null)
            await askToForward(store, due.keyPrefix, due.until, now);
        },
      }))
      .filter(({ at }) => at > from && at <= to);
  }

  function broadcastSlots(broadcasts: readonly Broadcast[], to: Date): CampaignSlot[] {
    const confirmed = broadcasts.filter(({ state, at }) => state === 'confirmed' && new Date(at) <= to);
    return confirmed.map((broadcast) => ({
      key: `broadcast/${broadcast.id}`,
      at: new Date(broadcast.at),
      until: new Date(broadcast.until),
      run: (now) => send(broadcast, now),
    }));
  }

  /** One that is held or was stopped is passed on by nobody. */
  function broadcastForwardSlots(broadcasts: readonly Broadcast[], from: Date, to: Date): CampaignSlot[] {
    return broadcasts
      .filter(({ state, roles }) => state === 'sending' && roles.includes('member'))
      .flatMap((broadcast) =>
        forwardTimesOf(new Date(broadcast.began ?? broadcast.at)).map((at) => ({ broadcast, at })),
      )
      .filter(({ at }) => at > from && at <= to)
      .map(({ broadcast, at }) => ({
        key: `${forwardsUnder(rowsOf(broadcast))}${at.toISOString()}`,
        at,
        until: new Date(broadcast.until),
        run: async (now: Date) => {
          await askToForward(store, rowsOf(broadcast), new Date(broadcast.until), now);
        },
      }));
  }

  async function send(broadcast: Broadcast, now: Date): Promise<void> {
    const day = dayOf(now);
    const below = await idsBelow(store, broadcast.unitId, day);
    await parts.enqueue({
      name: 'all',
      keyPrefix: rowsOf(broadcast),
      kind: 'campaign',
      roles: broadcast.roles,
      unitIds: below.length > 0 ? below : [broadcast.unitId],
      day,
      notBefore: new Date(broadcast.at),
      expiresAt: new Date(broadcast.until),
      now,
    });
    await store.commit([keepBroadcast({ ...broadcast, state: 'sending', began: now.toISOString() })]);
  }

  function campaignOfDue({ occurrence }: DueReminder) {
    const campaign = campaigns.find(({ id }) => id === occurrence.campaign);
    if (!campaign) throw new RangeError(`there is no campaign ${occurrence.campaign}`);
    return campaign;
  }
}
