import type { Texts } from '../core/texts.ts';
import { fold } from '../language/fold.ts';

const named = {
  morning: ['06:30', '11:00'],
  noon: ['11:00', '14:00'],
  afternoon: ['14:00', '18:00'],
  evening: ['18:00', '21:00'],
} as const;

/** At which hours she wants campaigns: "sáng", "buổi tối", "8-11", "8h đến 11h30", "từ 19 giờ đến 21 giờ". Null when unclear. */
export function readHours(text: string, texts: Texts): { from: string; until: string } | null {
  const said = fold(text.trim());
  for (const [name, [from, until]] of Object.entries(named)) {
    if (texts.words(`campaigns.hours.${name}`).some((word) => fold(word) === said)) return { from, until };
  }
  const hour = String.raw`(\d{1,2})(?:\s*(?:h|:|gio)\s*(\d{2})?)?`;
  const match = new RegExp(`^(?:tu\\s*)?${hour}\\s*(?:-|–|den|toi)\\s*${hour}$`).exec(said);
  if (!match) return null;
  const from = writeTime(match[1], match[2]);
  const until = writeTime(match[3], match[4]);
  return from && until && from < until ? { from, until } : null;
}

function writeTime(hour = '', minute = '00'): string | null {
  return Number(hour) <= 23 && Number(minute) <= 59 ? `${hour.padStart(2, '0')}:${minute}` : null;
}
