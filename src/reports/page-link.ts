import { timingSafeEqual } from 'node:crypto';
import { type Day, isDay } from '../core/day.ts';
import type { Sealing } from '../core/sealing.ts';
import { type ReportKind, reviewKinds } from '../indicators/deadlines.ts';

/** What a link to a report's page opens, and until when. */
export interface PageGrant {
  unitId: string;
  kind: ReportKind;
  at: Day;
  /** To whom it was given; the page is shown only while she still has a post there. */
  personId: string;
  /** Milliseconds since 1970. */
  until: number;
}

/** Neutral words: the path may stand in somebody's browser history. */
export const pagePath = '/so-lieu';
const kinds: readonly ReportKind[] = ['week', 'month', 'half-year', 'year', 'plan-year', ...reviewKinds];

/** The query of the link: what is granted, and a signature over all of it. */
export function linkQuery(grant: PageGrant, sealing: Pick<Sealing, 'hash'>): string {
  const fields = fieldsOf(grant);
  return new URLSearchParams({ ...fields, s: sealing.hash('signature', signed(fields)) }).toString();
}

/** What a link grants at this moment; null for one that was changed, or whose time is over. */
export function readLink(
  query: Readonly<Record<string, string>>,
  sealing: Pick<Sealing, 'hash'>,
  now: Date,
): PageGrant | null {
  const { u = '', k = '', a = '', p = '', t = '', s = '' } = query;
  const expected = Buffer.from(sealing.hash('signature', signed({ u, k, a, p, t })));
  const given = Buffer.from(s);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const kind = kinds.find((one) => one === k);
  const until = Number(t);
  if (!kind || !isDay(a) || !(until > now.getTime())) return null;
  return { unitId: u, kind, at: a, personId: p, until };
}

function fieldsOf({ unitId, kind, at, personId, until }: PageGrant): Record<'u' | 'k' | 'a' | 'p' | 't', string> {
  return { u: unitId, k: kind, a: at, p: personId, t: String(until) };
}

function signed({ u, k, a, p, t }: Record<'u' | 'k' | 'a' | 'p' | 't', string>): string {
  return JSON.stringify(['report-page', u, k, a, p, t]);
}
