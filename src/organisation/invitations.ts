import type { Change } from '../core/change.ts';
import { insert } from '../core/change.ts';
import { after, days } from '../core/clock.ts';
import type { Day } from '../core/day.ts';
import { newId, randomDigits, randomLinkToken } from '../core/ids.ts';
import type { Standing } from '../core/person.ts';
import type { InvitationRow, RoleName, UnitRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import { codeLength, isGoodCode } from './invitation-text.ts';
import { holdsOn } from './unit-tree.ts';

export const invitationDays = 7;
export const memberLinkDays = 30;
export const memberLinkLimit = 50;

export interface NewInvitation {
  unitId: string;
  role: RoleName;
  createdBy: string | null;
  now: Date;
  /** Only of members; one person joins by any other. */
  limit?: number;
  expiresAt?: Date;
}

/** A new invitation with its secrets in clear, which nobody can read again: what is kept are their hashes. */
export interface MadeInvitation {
  row: InvitationRow;
  /** Ten digits; null for members, who join by the link. */
  code: string | null;
  token: string;
  changes: Change[];
}

export function makeInvitation(
  sealing: Sealing,
  { unitId, role, createdBy, now, limit, expiresAt }: NewInvitation,
): MadeInvitation {
  const code = role === 'member' ? null : goodCode();
  const token = randomLinkToken();
  const row: InvitationRow = {
    id: newId(now),
    unitId,
    role,
    codeHash: code && sealing.hash('code', code),
    linkHash: sealing.hash('link', token),
    limit: role === 'member' ? (limit ?? memberLinkLimit) : 1,
    used: 0,
    expiresAt: expiresAt ?? after(now, days(role === 'member' ? memberLinkDays : invitationDays)),
    createdBy,
    createdAt: now,
    state: 'open',
  };
  return { row, code, token, changes: [insert('Invitation', row)] };
}

export function goodCode(): string {
  for (;;) {
    const code = randomDigits(codeLength);
    if (isGoodCode(code)) return code;
  }
}

export type InvitationFault = 'expired' | 'used' | 'waiting' | 'unit-ended';

/** Why nobody can join by it now; null when she can. */
export function faultOf(
  invitation: InvitationRow,
  unit: UnitRow | null,
  now: Date,
  today: Day,
): InvitationFault | null {
  if (invitation.used >= invitation.limit || invitation.state === 'closed') return 'used';
  if (invitation.expiresAt <= now) return 'expired';
  if (invitation.state === 'waiting') return 'waiting';
  return unit && holdsOn(unit, today) ? null : 'unit-ended';
}

/**
 * The posts by which she may invite somebody into a role at that unit: officials and administrators for their unit and all below
 * it, administrators alone for administrators, and a reporter members of her own branch.
 */
export async function mayInvite(
  store: Store,
  standing: Standing | null,
  role: RoleName,
  unitId: string,
  today: Day,
): Promise<boolean> {
  const posts = standing?.posts ?? [];
  if (role === 'member' && posts.some((post) => post.role.role === 'reporter' && post.unit.id === unitId)) return true;
  const wanted: readonly RoleName[] = role === 'administrator' ? ['administrator'] : ['official', 'administrator'];
  const over = posts.filter((post) => wanted.includes(post.role.role)).map((post) => post.unit.id);
  if (over.length === 0) return false;
  const rows = await store.find('UnitAncestor', { unitId, ancestorId: { in: over } });
  return rows.some((row) => holdsOn(row, today));
}
