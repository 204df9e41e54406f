import { type Change, put } from '../core/change.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';

/** What stands around a report and is a unit's own, in the order in which it is asked for. */
export const headingFields = ['above', 'body', 'sign', 'place', 'on-behalf', 'office', 'recipients'] as const;
export type HeadingField = (typeof headingFields)[number];

/** The heading data of one issuing body (Decree 30/2020/NĐ-CP, Annex I). */
export interface Heading {
  /** The body above, and the one that issues. */
  above: string;
  body: string;
  /** Sign of kind and body, `BC-BTV`, as it stands behind the number. */
  sign: string;
  place: string;
  /** `TM. BAN THƯỜNG VỤ`, and the office of who signs. */
  onBehalf: string;
  office: string;
  /** Who gets it (Nơi nhận), one a line. */
  recipients: readonly string[];
}

export type KeptHeading = Partial<Record<HeadingField, string>>;

const prefix = 'report-heading/';
export const longestField = 200;

export async function keptHeading(store: Store, unitId: string): Promise<KeptHeading> {
  const row = await store.first('Setting', { id: `${prefix}${unitId}` });
  const value = (row?.value ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    headingFields.flatMap((field) => (typeof value[field] === 'string' ? [[field, value[field]]] : [])),
  );
}

export function keepHeading(unitId: string, heading: KeptHeading): Change {
  return put('Setting', { id: `${prefix}${unitId}`, value: heading });
}

/** What is settled for the unit; where nothing is, its own name and its parent's, usual forms, and blanks to be filled by hand. */
export async function headingOf(store: Store, texts: Texts, unit: UnitRow, given?: KeptHeading): Promise<Heading> {
  const kept = given ?? (await keptHeading(store, unit.id));
  const parent = unit.parentId ? await store.first('Unit', { id: unit.parentId }) : null;
  const say = (key: string) => texts.say(`digests.report.${key}`);
  const usual = ['above', 'party', 'file'].map((name) => say(`recipient.${name}`));
  return {
    above: kept.above ?? (parent ? withoutRemark(parent.name) : say('union-above')),
    body: kept.body ?? withoutRemark(unit.name),
    sign: kept.sign ?? say('sign'),
    place: kept.place ?? say('blank'),
    onBehalf: kept['on-behalf'] ?? say('signature.on-behalf'),
    office: kept.office ?? say('signature.office'),
    recipients: kept.recipients === undefined ? usual : listed(kept.recipients),
  };
}

/** "Hội cấp trên; Lưu: VT" as it is written under Nơi nhận (Annex I, 9): a dash before each, a full stop behind the last. */
function listed(text: string): string[] {
  const all = text
    .split(';')
    .map((one) => one.replace(/^[\s-]+|[\s.]+$/gu, ''))
    .filter(Boolean);
  return all.map((one, i) => `- ${one}${i === all.length - 1 ? '.' : ';'}`);
}

/** "(bản dùng thử)" is said in the report's own lines, not in the name of a body. */
function withoutRemark(name: string): string {
  return name.replace(/\s*\([^)]*\)\s*$/u, '');
}
