import type { Day } from '../core/day.ts';
import type { Command, Dialog } from '../core/dialog.ts';
import { consentDialog } from './consent.ts';
import { holdsItems } from './edit-draft.ts';
import { monthlyDialog } from './monthly-dialog.ts';
import type { CheckInParts } from './parts.ts';
import { weeklyDialog } from './weekly-dialog.ts';

export interface CheckIns {
  commands: Command[];
  dialogs: Dialog[];
  /** Whether a sentence tells of something a check-in keeps, or says that nothing happened. */
  readsAsReport(text: string, today: Day): boolean;
}

/** The dialog that a sentence of a report, or a photo, opens. */
export const checkInDialog = 'weekly';

export function newCheckIns(parts: CheckInParts): CheckIns {
  const report: Command = {
    id: 'report',
    words: 'check-ins.weekly.words.report',
    takesRest: true,
    for: 'known',
    recorded: true,
    run: async (_said, rest) => ({
      kind: 'next',
      says: [],
      changes: [],
      state: null,
      then: { dialog: checkInDialog, opening: { text: rest } },
    }),
  };
  return {
    commands: [report],
    dialogs: [weeklyDialog(parts), consentDialog(parts), monthlyDialog(parts)] as Dialog[],
    readsAsReport(text, today) {
      const reading = parts.understand(text, today);
      return holdsItems(reading) || reading.nothing || reading.sameAsLast;
    },
  };
}
