import type { Command } from 'commander';

export interface CommandEntry {
  name: string;
  summary: string;
  load(): Promise<Command>;
}

/** Every command of `to-am`; README shows this table and a test keeps both equal. */
export const commandTable: readonly CommandEntry[] = [
  entry('chat', 'talk with the assistant in the terminal, or play a conversation file', async () =>
    (await import('./chat.ts')).chatCommand(),
  ),
  entry('understand', 'what the assistant reads in a sentence', async () =>
    (await import('./understand.ts')).understandCommand(),
  ),
  entry('ask', 'what the assistant would answer to a question', async () => (await import('./ask.ts')).askCommand()),
  entry('units', 'the organisation: template, import, tree, merge', async () =>
    (await import('./units.ts')).unitsCommand(),
  ),
  entry('invite', 'a code, a link and a QR for somebody to join', async () =>
    (await import('./invite.ts')).inviteCommand(),
  ),
  entry('campaign', 'campaigns: list, preview, send, stop, results', async () =>
    (await import('./campaign.ts')).campaignCommand(),
  ),
  entry('content', 'every problem in prompts/; entries to review', async () =>
    (await import('./content.ts')).contentCommand(),
  ),
  entry('digest', 'the digest of a unit for a period', async () => (await import('./digest.ts')).digestCommand()),
  entry('report', 'the report of a unit: Word, spreadsheet or page', async () =>
    (await import('./report.ts')).reportCommand(),
  ),
  entry('form', 'the yearly form of a commune as a spreadsheet: template, read', async () =>
    (await import('./form.ts')).formCommand(),
  ),
  entry('figures', 'rebuild the figures from the facts', async () => (await import('./figures.ts')).figuresCommand()),
  entry('doctor', 'what works here and what does not, with the cure', async () =>
    (await import('./doctor.ts')).doctorCommand(),
  ),
  entry('zalo', 'log in to a personal Zalo account (unofficial)', async () =>
    (await import('./zalo.ts')).zaloCommand(),
  ),
  entry('backup', 'a copy of the database', async () => (await import('./backup.ts')).backupCommand()),
  entry('restore', 'a backup in the place of the database', async () => (await import('./backup.ts')).restoreCommand()),
  entry('move-database', 'copy everything into another database', async () =>
    (await import('./backup.ts')).moveDatabaseCommand(),
  ),
  entry('erase', 'erase a person, or the name of a household', async () => (await import('./erase.ts')).eraseCommand()),
  entry('keys', 'rotate the sealing key', async () => (await import('./keys.ts')).keysCommand()),
  entry('simulate', 'a province on a moved clock, with injected faults', async () =>
    (await import('./simulate.ts')).simulateCommand(),
  ),
];

function entry(name: string, summary: string, load: () => Promise<Command>): CommandEntry {
  return { name, summary, load };
}
