import type { HelpCardOnPage } from './channels/web/web-page.ts';
import type { Texts } from './core/texts.ts';
import { shownLines } from './help/help-card.ts';
import type { HelpContent } from './help/help-content.ts';

/** The help card as the public page shows it, without any script. */
export function helpCardOnPage({ lines, places }: HelpContent, texts: Texts): HelpCardOnPage {
  return {
    numbers: shownLines(lines, null).map(({ number, name, hours, cost }) => ({
      number,
      label: [name, hours, cost].filter(Boolean).join(', '),
    })),
    lines: [
      texts.say('help.card.places'),
      ...places.map(({ name }, at) => `${at + 1}. ${name}`),
      texts.say('help.card.on_phone'),
    ],
  };
}
