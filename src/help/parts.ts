import type { Clock } from '../core/clock.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import type { DangerGate } from './danger-gate.ts';
import type { HelpContent } from './help-content.ts';
import type { ReadSheet } from './service-sheet.ts';

/** What the help feature needs of the rest. */
export interface HelpParts {
  store: Store;
  texts: Texts;
  clock: Clock;
  content: HelpContent;
  gate: DangerGate;
  /** Reads a spreadsheet within the limits of 10 MB and 20,000 rows. */
  readSheet: ReadSheet;
}
