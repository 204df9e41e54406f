import { z } from 'zod';
import type { RoleName, UnitKind, UnitMarks } from '../core/records.ts';

const roles = ['reporter', 'member', 'official', 'administrator'] as const satisfies readonly RoleName[];
const kinds = [
  'central',
  'province',
  'district',
  'commune',
  'branch',
  'group',
  'affiliate',
] as const satisfies readonly UnitKind[];

/** Which people a reminder is for: by role, by their unit's kind, marks and place, and by whether it has reported already. */
const audience = z.strictObject({
  roles: z.array(z.enum(roles)).min(1),
  kinds: z.array(z.enum(kinds)).min(1).optional(),
  marks: z
    .strictObject({ pilotOf: z.string().optional(), newRural: z.enum(['nang_cao', 'kieu_mau', 'van_minh']).optional() })
    .optional(),
  under: z.string().optional(),
  onlyUnreported: z.boolean().optional(),
});

/** A day counted from the first day of the campaign (`D-7`) or from its last (`E+3`). */
const offset = z.string().regex(/^[DE]([+-]\d{1,3})?$/, 'content.offset');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'content.time');

/** The front matter of `prompts/campaigns/*.md`. */
export const campaignHead = z.strictObject({
  title: z.string().min(3).max(80),
  /** How it is named where a locked screen may show it: `25/11`. */
  short: z.string().min(2).max(20),
  when: z.strictObject({
    /** `28/6` */
    day: z.string().optional(),
    /** `6`: the whole month. */
    month: z.number().int().min(1).max(12).optional(),
    from: z.string().optional(),
    until: z.string().optional(),
    /** `2027-10-20`: once only. */
    on: z.string().optional(),
  }),
  /** A year without a theme leaves every line with `{theme}` out. */
  themes: z
    .array(z.strictObject({ year: z.number().int(), text: z.string().min(3), source: z.string().min(2) }))
    .default([]),
  sources: z.array(z.string()).default([]),
  /** What stands before a report that was asked for by the campaign, so that it is read as one of its activities: `dịp 28/6`. */
  mention: z.string().min(3),
  audiences: z.record(z.string(), audience),
  reminders: z
    .array(
      z.strictObject({
        at: offset,
        time: time.default('08:00'),
        to: z.string(),
        says: z.string(),
        open: z.literal('check-in').optional(),
      }),
    )
    .min(1),
  /** Activities named after the campaign on these days count as held. */
  counts: z.strictObject({ from: offset, until: offset }),
  /** Sections of the body that are shown when somebody asks for the campaign, in this order. */
  guide: z.array(z.string()).default([]),
  link: z.url().optional(),
  /** A picture beside this file, to be passed on: `28-6.png`. */
  picture: z
    .string()
    .regex(/^[a-z0-9-]+\.png$/, 'content.picture_name')
    .optional(),
});
export type CampaignHead = z.infer<typeof campaignHead>;
export type Audience = z.infer<typeof audience> & { marks?: Pick<UnitMarks, 'newRural'> & { pilotOf?: string } };
export type Reminder = CampaignHead['reminders'][number];

export interface Campaign extends CampaignHead {
  /** The file's name: `28-6`. */
  id: string;
  /** The sections under `## name`. */
  sections: ReadonlyMap<string, string>;
  /** The bytes of its picture. */
  pictureBase64: string | null;
}

/** A file as content/ reads it. */
export interface CampaignFile {
  id: string;
  file: string;
  value: { head: CampaignHead; body: string; bodyLine: number };
  lineOf(path: readonly PropertyKey[]): number;
}

/** The sections of a body, each under a line `## name`, with the line of the file at which it begins. */
export function readSections(body: string, bodyLine: number): { name: string; text: string; line: number }[] {
  const sections: { name: string; lines: string[]; line: number }[] = [];
  for (const [n, line] of body.split(/\r?\n/).entries()) {
    const name = /^##\s+(\S+)\s*$/.exec(line)?.[1];
    if (name) sections.push({ name, lines: [], line: bodyLine + n });
    else sections.at(-1)?.lines.push(line);
  }
  return sections.map(({ name, lines, line }) => ({ name, text: lines.join('\n').trim(), line }));
}

export function campaignOf(
  { id, value: { head, body, bodyLine } }: CampaignFile,
  picture?: Uint8Array | null,
): Campaign {
  const sections = new Map(readSections(body, bodyLine).map(({ name, text }) => [name, text]));
  return { ...head, id, sections, pictureBase64: picture ? Buffer.from(picture).toString('base64') : null };
}
