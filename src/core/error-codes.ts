/** Every error an operator can meet. README shows this table; `test/readme.test.ts` keeps both equal. */
export const errorCodes = {
  'TA-CONFIG-001': 'A setting has a value that cannot be used.',
  'TA-CONFIG-002': 'A setting that is needed is missing.',
  'TA-CONFIG-003': 'A setting is present but empty.',
  'TA-CONTENT-001': 'A file under prompts/ has problems; all are listed with file and line.',
  'TA-STORE-001': 'The database cannot be opened.',
  'TA-STORE-002': 'A migration failed; the database was left as it was.',
  'TA-STORE-003': 'The database is newer than this program.',
  'TA-UNITS-001': 'The spreadsheet of units has bad rows; nothing was imported.',
  'TA-UNITS-002': 'No unit has this code.',
  'TA-INVITE-001': 'An invitation cannot be made as asked.',
  'TA-CAMPAIGN-001': 'A campaign cannot be sent, stopped or shown as asked; nothing was sent.',
  'TA-FIGURES-001': 'A digest or report cannot be made as asked.',
  'TA-FORM-001': 'A filled yearly form cannot be stored; nothing of it was.',
  'TA-ERASE-001': 'What is to be erased is not said, or is not there.',
  'TA-KEYS-001': 'The sealing keys cannot be rotated as they are.',
  'TA-CHANNEL-001': 'A channel refuses its token or settings and is held.',
  'TA-CHANNEL-002': 'A channel has a webhook set while polling is configured.',
  'TA-CHANNEL-003': 'The personal Zalo account was switched off, to protect it, until somebody has looked at it.',
  'TA-HTTP-001': 'The port is taken or may not be used.',
  'TA-CHAT-001': 'A conversation file cannot be read.',
} as const;

export type ErrorCode = keyof typeof errorCodes;
