import type { Day } from './day.ts';
import type { Period } from './period.ts';

/**
 * The rows the assistant keeps, one interface per table; `prisma/schema.prisma` holds the same models and
 * `test/storage` keeps both equal. Ids are UUIDv7. `sealed…` fields are encrypted (privacy/sealing), `…Hash` fields keyed
 * hashes: no value that names a person stands in clear or in a unique key.
 */
export interface Tables {
  Unit: UnitRow;
  UnitLink: UnitLinkRow;
  UnitAncestor: UnitAncestorRow;
  Person: PersonRow;
  Account: AccountRow;
  Role: RoleRow;
  Invitation: InvitationRow;
  InvitationTry: InvitationTryRow;
  Inbound: InboundRow;
  Conversation: ConversationRow;
  OutboxRow: OutboxRow;
  CheckIn: CheckInRow;
  HouseholdHelp: HouseholdHelpRow;
  HouseholdReached: HouseholdReachedRow;
  Activity: ActivityRow;
  ModelChange: ModelChangeRow;
  Nomination: NominationRow;
  YearlyFigure: YearlyFigureRow;
  MonthlyCount: MonthlyCountRow;
  Figure: FigureRow;
  PeriodClosing: PeriodClosingRow;
  Photo: PhotoRow;
  Setting: SettingRow;
  ScheduleSlot: ScheduleSlotRow;
  Service: ServiceRow;
}
export type TableName = keyof Tables;

/** Every table, in the order in which a copy is written. */
export const tableNames = [
  'Unit',
  'UnitLink',
  'UnitAncestor',
  'Person',
  'Account',
  'Role',
  'Invitation',
  'InvitationTry',
  'Inbound',
  'Conversation',
  'OutboxRow',
  'CheckIn',
  'HouseholdHelp',
  'HouseholdReached',
  'Activity',
  'ModelChange',
  'Nomination',
  'YearlyFigure',
  'MonthlyCount',
  'Figure',
  'PeriodClosing',
  'Photo',
  'Setting',
  'ScheduleSlot',
  'Service',
] as const satisfies readonly TableName[];

export type UnitKind = 'central' | 'province' | 'district' | 'commune' | 'branch' | 'group' | 'affiliate';

export interface UnitRow {
  id: string;
  code: string;
  name: string;
  kind: UnitKind;
  parentId: string | null;
  fromDay: Day;
  /** The last day it exists; null while it does. */
  untilDay: Day | null;
  /** Its place among its siblings, by the import. */
  position: number;
  oldNames: string[];
  marks: UnitMarks;
}

export interface UnitMarks {
  /** Plans whose pilot it is: `ND`. */
  pilotOf?: string[];
  newRural?: 'nang_cao' | 'kieu_mau' | 'van_minh';
  /** Sets of criteria it judges by: `5k3s`, `5c3s`, `5k3s3a`. */
  criteriaSets?: string[];
  demonstration?: boolean;
  /** Anything later features settle per unit, by name. */
  settings?: Record<string, string | number | boolean | null>;
}

export interface UnitLinkRow {
  id: string;
  fromUnitId: string;
  toUnitId: string;
  kind: 'moved' | 'merged' | 'split' | 'renamed';
  day: Day;
}

/** One row per unit and ancestor (itself at depth 0) for the days on which that holds. */
export interface UnitAncestorRow {
  id: string;
  unitId: string;
  ancestorId: string;
  depth: number;
  fromDay: Day;
  untilDay: Day | null;
}

export interface PersonRow {
  id: string;
  /** chị, anh, cô, bác… as she asked to be called. */
  calledAs: string;
  preferredAccountId: string | null;
  consent: 'yes' | 'no' | null;
  consentVersion: number | null;
  consentAt: Date | null;
  createdAt: Date;
}

export interface AccountRow {
  id: string;
  personId: string;
  channel: string;
  accountHash: string;
  /** The address (core/channel Address) as sealed JSON. */
  sealedAddress: string;
  state: 'active' | 'blocked' | 'waiting';
  createdAt: Date;
}

export type RoleName = 'reporter' | 'member' | 'official' | 'administrator';

export interface RoleRow {
  id: string;
  personId: string;
  unitId: string;
  role: RoleName;
  fromDay: Day;
  untilDay: Day | null;
  invitationId: string | null;
}

export interface InvitationRow {
  id: string;
  unitId: string;
  role: RoleName;
  codeHash: string | null;
  linkHash: string | null;
  /** How many may join by it; 1 for reporters and officials. */
  limit: number;
  used: number;
  expiresAt: Date;
  /** Who invited; null when made by the operator's command. */
  createdBy: string | null;
  createdAt: Date;
  state: 'open' | 'waiting' | 'closed';
}

export interface InvitationTryRow {
  id: string;
  accountHash: string;
  at: Date;
}

/** A message that was handled in a recorded turn; kept for three days, longer than any platform repeats. */
export interface InboundRow {
  id: string;
  at: Date;
}

export interface ConversationRow {
  id: string;
  personId: string;
  /** bot/conversation-state as sealed JSON. */
  sealedState: string;
  updatedAt: Date;
}

export type OutboxState = 'pending' | 'leased' | 'sent' | 'given-up' | 'unknown';
export type OutboxKind = 'reply' | 'deadline' | 'digest' | 'campaign';

export interface OutboxRow {
  id: string;
  /** Says what it is, so that it can be written only once: `reply/<inbound id>/0`, `campaign/28-6/2027/D-7/<person>`. */
  key: string;
  kind: OutboxKind;
  accountId: string | null;
  personId: string | null;
  conversationId: string | null;
  /** Sealed JSON of the Outgoing (replies, digests) and its address; emptied once it is settled. */
  sealedPayload: string | null;
  state: OutboxState;
  attempts: number;
  notBefore: Date;
  expiresAt: Date;
  leaseUntil: Date | null;
  because: string | null;
  createdAt: Date;
  settledAt: Date | null;
}

export type CheckInKind = 'week' | 'late' | 'yearly' | 'own';

export interface CheckInRow {
  id: string;
  unitId: string;
  reporterId: string;
  period: Period;
  late: boolean;
  nothing: boolean;
  createdAt: Date;
  /** How many times it was corrected. */
  version: number;
  withdrawn: boolean;
}

/** What every fact has in common. A correction writes a new row and points the old one at it; nothing is overwritten. */
export interface FactRow {
  id: string;
  checkInId: string;
  unitId: string;
  day: Day;
  version: number;
  replacedById: string | null;
  /** The fact's day lies in a closed period: kept, not counted until reopened. */
  waiting: boolean;
  createdAt: Date;
}

export interface HouseholdHelpRow extends FactRow {
  /** Keyed hash of the folded name and hamlet; null when it is counted without a name. */
  householdHash: string | null;
  /** Keyed hash of the folded name without title, to find likely repeats. */
  nameHash: string | null;
  sealedName: string | null;
  supports: string[];
  valueVnd: number | null;
  /** More than 1 for households told only as a number. */
  households: number;
}

export interface HouseholdReachedRow extends FactRow {
  householdHash: string;
  sealedName: string | null;
  /** Single criteria of the stored list, never those on violence, law or population. */
  criteria: string[];
  /** A whole set: `5k3s`, `5c3s`, `5k3s3a`. */
  wholeSet: string | null;
}

export interface ActivityRow extends FactRow {
  type: string;
  topics: string[];
  participants: number | null;
  campaign: string | null;
  householdsInformed: number | null;
  householdsCommitted: number | null;
}

export interface ModelChangeRow extends FactRow {
  model: string;
  change: 'founded' | 'strengthened';
  activityId: string | null;
}

export interface NominationRow extends FactRow {
  sealedText: string;
  personOrFamily: 'person' | 'family';
  proposedBy: string;
  decidedBy: string | null;
  decidedAt: Date | null;
}

export interface YearlyFigureRow extends FactRow {
  year: number;
  measure: string;
  value: number | null;
  text: string | null;
}

/** Violence counts of a month: numbers only (domain section 3). */
export interface MonthlyCountRow extends FactRow {
  month: Period;
  found: number | null;
  supported: number | null;
}

/** A number derived from facts, in the same commit; `to-am figures rebuild` makes it again. */
export interface FigureRow {
  id: string;
  measure: string;
  unitId: string;
  /** A day, or a month for what is counted by month. */
  day: string;
  n: number;
}

export interface PeriodClosingRow {
  id: string;
  unitId: string;
  period: Period;
  closedAt: Date;
  closedBy: string | null;
  reopenedAt: Date | null;
}

export interface PhotoRow {
  id: string;
  activityId: string;
  fileName: string;
  sha256: string;
  bytes: number;
  createdAt: Date;
}

export interface SettingRow {
  id: string;
  value: unknown;
}

export interface ScheduleSlotRow {
  id: string;
  key: string;
  state: 'claimed' | 'done' | 'skipped';
  leaseUntil: Date | null;
  at: Date;
}

export interface ServiceRow {
  id: string;
  unitId: string;
  kind: string;
  name: string;
  phone: string;
  calledOn: Day | null;
  retiredAt: Date | null;
  enteredBy: string;
}
