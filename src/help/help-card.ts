import { type Day, daysBetween, writeDay } from '../core/day.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import type { ServiceRow } from '../core/records.ts';
import type { Texts } from '../core/texts.ts';
import { fold } from '../language/fold.ts';
import { needsChecking } from './due-for-checking.ts';
import type { HelpContent, HelpLine } from './help-content.ts';

/** Where somebody said she is: the commune, the province above it, and the numbers that its officials keep. */
export interface NamedCommune {
  name: string;
  provinceName: string | null;
  services: readonly ServiceRow[];
}

/**
 * The lines that may be shown: the five that always are, and others only once somebody has called them; regional ones only to
 * whoever names a province they serve.
 */
export function shownLines(lines: readonly HelpLine[], provinceName: string | null): HelpLine[] {
  const here = provinceName === null ? null : bareName(provinceName);
  return lines.filter(({ always, calledOn, provinces }) => {
    if (always) return true;
    if (calledOn === null) return false;
    return !provinces || (here !== null && provinces.some((province) => bareName(province) === here));
  });
}

/** The card anybody can ask for at any time. Pure; every number in it comes from the content or the directory. */
export function helpCard(content: HelpContent, texts: Texts, today: Day, commune: NamedCommune | null): Outgoing {
  const emergency = ['113', '114', '115'];
  const lines = shownLines(content.lines, commune?.provinceName ?? null).filter(
    ({ number }) => !emergency.includes(number),
  );
  const parts = [
    texts.say('help.card.emergency'),
    [texts.say('help.card.lines'), ...lines.map((line) => lineOf(line, texts))].join('\n'),
    placesOf(content, texts, today, commune),
    ...(commune ? [] : [texts.say('help.card.name_commune')]),
    texts.say('help.card.on_phone'),
  ];
  return plain(parts.join('\n\n'));
}

/** The numbers of one commune that belong to no place of the law: health station, trusted address, legal aid. */
function placesOf({ places }: HelpContent, texts: Texts, today: Day, commune: NamedCommune | null): string {
  const services = commune?.services ?? [];
  const inPlaces = new Set<string>(places.flatMap(({ kinds }) => kinds));
  const listed = places.map(({ name, kinds }, at) => {
    const numbers = services
      .filter(({ kind }) => (kinds as readonly string[]).includes(kind))
      .map((service) => `   ${serviceLine(service, texts, today)}`);
    return [`${at + 1}. ${name}`, ...numbers].join('\n');
  });
  const others = services
    .filter(({ kind }) => !inPlaces.has(kind))
    .map((service) => `• ${serviceLine(service, texts, today)}`);
  const title = texts.say(
    commune ? 'help.card.places_in' : 'help.card.places',
    commune ? { commune: commune.name } : {},
  );
  const none = commune && services.length === 0 ? [texts.say('help.card.no_numbers', { commune: commune.name })] : [];
  const more = others.length > 0 ? [texts.say('help.card.also_here'), ...others] : [];
  return [title, ...listed, ...none, ...more].join('\n');
}

/** One number of the directory, marked when nobody has called it for half a year. */
export function serviceLine(service: ServiceRow, texts: Texts, today: Day): string {
  const { name, phone, calledOn } = service;
  if (calledOn === null) return texts.say('help.service.never_called', { name, phone });
  const key = needsChecking(service, today) ? 'help.service.called_long_ago' : 'help.service.called';
  return texts.say(key, {
    name,
    phone,
    day: writeDay(calledOn, daysBetween(calledOn, today) < 300 ? today : undefined),
  });
}

function lineOf({ number, name, hours, cost }: HelpLine, texts: Texts): string {
  const known = [hours, cost].filter(Boolean).join(', ');
  return known
    ? texts.say('help.card.line_known', { number, name, known })
    : texts.say('help.card.line', { number, name });
}

/** "Tỉnh Quảng Ninh", "TP. Hải Phòng" and "quang ninh" as one name. */
function bareName(name: string): string {
  return fold(name)
    .replace(/^(?:tinh|thanh pho|tp\.?)\s+/u, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
