import type { Day } from '../core/day.ts';
import type { Command, Dialog } from '../core/dialog.ts';
import { closingCommands } from './closing-commands.ts';
import { consentDialog } from './consent.ts';
import { correctDialog } from './correct-dialog.ts';
import { lookBackCommand } from './look-back.ts';
import { monthlyDialog } from './monthly-dialog.ts';
import { modelDialog, nominateDialog } from './one-item-dialogs.ts';
import type { CheckInParts } from './parts.ts';
import { photoDialog } from './photo-dialog.ts';
import { rememberReadings } from './remember-readings.ts';
import { isQuestion, reportWords, saysNothing, tellsOfFacts } from './tells-of-the-week.ts';
import { weeklyDialog } from './weekly-dialog.ts';
import { withdrawDialog } from './withdraw-dialog.ts';
import { yearlyDialog } from './yearly-dialog.ts';

export interface CheckIns {
  commands: Command[];
  dialogs: Dialog[];
  /** Whether a sentence tells of something a check-in keeps, or says that nothing happened. */
  readsAsReport(text: string, today: Day): boolean;
}

/** The dialog that a sentence of a report, or a photo, opens. */
export const checkInDialog = 'weekly';

export function newCheckIns(given: CheckInParts): CheckIns {
  const parts = { ...given, understand: rememberReadings(given.understand) };
  const words = reportWords(parts.texts);
  const readsAsReport = (text: string, today: Day): boolean => {
    const reading = parts.understand(text, today);
    const isShortRepeat = reading.sameAsLast && !isQuestion(text, words);
    return tellsOfFacts(reading, words) || saysNothing(reading, words) || isShortRepeat;
  };
  return {
    commands: [
      opens('report', 'check-ins.weekly.words.report', checkInDialog, 'rest'),
      opens('correct', 'check-ins.correct.words.correct', 'correct'),
      opens('withdraw', 'check-ins.withdraw.words.withdraw', 'withdraw'),
      opens('monthly', 'check-ins.monthly.words.again', 'monthly', 'rest'),
      opens('yearly', 'check-ins.yearly.words.yearly', 'yearly', 'rest'),
      opens('nominate', 'check-ins.nominate.words.nominate', 'nominate'),
      opens('model', 'check-ins.model.words.model', 'model'),
      lookBackCommand(parts),
      ...closingCommands(parts),
    ],
    dialogs: [
      weeklyDialog(parts),
      consentDialog({ texts: parts.texts, readsAsReport }),
      monthlyDialog(parts),
      photoDialog(parts),
      correctDialog(parts),
      withdrawDialog(parts),
      yearlyDialog(parts),
      nominateDialog(parts),
      modelDialog(parts),
    ] as Dialog[],
    readsAsReport,
  };
}

/** A command that opens a dialog, with what follows its words where that means something. */
function opens(id: string, words: string, dialog: string, takes?: 'rest'): Command {
  return {
    id,
    words,
    ...(takes ? { takesRest: true } : {}),
    for: 'reporter',
    recorded: true,
    run: async (_said, rest) => ({
      kind: 'next',
      says: [],
      changes: [],
      state: null,
      then: { dialog, opening: { text: rest } },
    }),
  };
}
