import { dayOf } from '../core/day.ts';
import { unitsOf, unitsThatReported } from './audiences.ts';
import { type DueReminder, prefixOf } from './calendar.ts';
import type { Campaign } from './campaign-schema.ts';
import type { AudienceRows, CampaignParts } from './parts.ts';
import { heldOf, parked } from './stopping.ts';

/** The rows of a reminder for those of its audience who have not had it; null when it is for nobody. */
export async function audienceRows(
  { store }: Pick<CampaignParts, 'store'>,
  campaign: Campaign,
  due: DueReminder,
  now: Date,
): Promise<AudienceRows | null> {
  const audience = campaign.audiences[due.reminder.to];
  if (!audience) return null;
  const day = dayOf(now);
  const reported = audience.onlyUnreported
    ? await unitsThatReported(store, campaign, due.occurrence)
    : new Set<string>();
  const units = await unitsOf(store, audience, day, reported);
  if (units.length === 0) return null;
  return {
    name: due.reminder.to,
    keyPrefix: due.keyPrefix,
    kind: 'campaign',
    roles: audience.roles,
    unitIds: units.map(({ id }) => id),
    day,
    notBefore: due.at,
    expiresAt: due.until,
    now,
  };
}

/**
 * Writes the pushes of a reminder: none of one that was stopped, and those of one that is paused wait until it goes on. Calling
 * it again adds nothing; after a kill it continues. Resolves to the rows added.
 */
export async function announce(
  parts: Pick<CampaignParts, 'store' | 'enqueue'>,
  campaign: Campaign,
  due: DueReminder,
  now: Date,
): Promise<number> {
  const rows = await audienceRows(parts, campaign, due, now);
  const held = await heldOf(parts.store, [prefixOf(due.occurrence), due.keyPrefix]);
  if (!rows || held === 'stopped') return 0;
  return parts.enqueue(held === 'paused' ? { ...rows, notBefore: parked } : rows);
}
