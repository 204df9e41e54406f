import { writeDay } from '../core/day.ts';
import type { Occurrence } from './calendar.ts';
import type { Campaign } from './campaign-schema.ts';

export interface Fill {
  calledAs: string;
  unit: string;
}

/** A section with its placeholders filled. A line that needs the theme of a year without one is left out. */
export function fillSection(
  campaign: Campaign,
  section: string,
  occurrence: Occurrence,
  { calledAs, unit }: Fill,
): string {
  const { theme } = occurrence;
  const values: Record<string, string> = {
    chi: calledAs,
    Chi: calledAs.charAt(0).toLocaleUpperCase('vi') + calledAs.slice(1),
    unit,
    title: campaign.title,
    day: writeDay(occurrence.first, occurrence.first),
    last: writeDay(occurrence.last, occurrence.first),
    theme: theme ?? '',
  };
  return (campaign.sections.get(section) ?? '')
    .split('\n')
    .filter((line) => theme !== null || !line.includes('{theme}'))
    .join('\n')
    .replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
