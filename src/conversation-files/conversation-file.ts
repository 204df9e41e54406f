import { OperatorError } from '../core/errors.ts';

/**
 * A conversation as people write it down:
 *
 *     Chị Lan báo cáo trong một tin
 *
 *     clock   2026-11-22 08:00
 *     person  Lan  reporter  CH-01
 *
 *     Lan     giup ba lan sua nha 5tr
 *     bot     Em ghi …
 *             second line of the same message
 *     time    +2d
 *     send    Lan photo
 *
 * The first line is the title. A word and two spaces begin an event; a deeper line goes on with the message above. A line that
 * begins with # is a note. `bot` lines without text expect silence.
 */
export interface ConversationFile {
  title: string;
  lines: ConversationLine[];
}

export type ConversationLine =
  | { kind: 'clock'; at: string; line: number }
  | { kind: 'person'; name: string; role: string; unit: string; line: number }
  | { kind: 'time'; move: string; line: number }
  | { kind: 'send'; name: string; what: string; line: number }
  | { kind: 'says'; name: string; text: string; line: number }
  | { kind: 'bot'; text: string; line: number }
  | { kind: 'note'; text: string; line: number };

const indent = 8;

/** Throws TA-CHAT-001 with the line that cannot be read. */
export function parseConversation(text: string, file: string): ConversationFile {
  const [title = '', ...rest] = text.normalize('NFC').split(/\r?\n/);
  const lines: ConversationLine[] = [];
  rest.forEach((raw, at) => {
    const line = at + 2;
    if (raw.trim() === '') return;
    if (raw.startsWith('#')) {
      lines.push({ kind: 'note', text: raw, line });
      return;
    }
    const last = lines.at(-1);
    if (/^\s{2,}/u.test(raw)) {
      if (last?.kind !== 'bot' && last?.kind !== 'says')
        refuse(file, line, 'goes on with a message, but none stands above it');
      else last.text += `\n${raw.slice(indent).trimEnd()}`;
      return;
    }
    const match = /^(\S+)(?:\s{2,}|\t|$)(.*)$/u.exec(raw);
    if (!match) refuse(file, line, 'has no two spaces behind its first word');
    lines.push(toLine(match?.[1] ?? '', (match?.[2] ?? '').trimEnd(), line, file));
  });
  return { title: title.trim(), lines };
}

function toLine(word: string, rest: string, line: number, file: string): ConversationLine {
  switch (word) {
    case 'clock':
      return { kind: 'clock', at: rest, line };
    case 'time':
      return { kind: 'time', move: rest, line };
    case 'person': {
      const [name, role, unit] = rest.split(/\s+/u);
      if (!name || !role || !unit) refuse(file, line, 'needs a name, a role and a unit: person  Lan  reporter  CH-01');
      return { kind: 'person', name: name ?? '', role: role ?? '', unit: unit ?? '', line };
    }
    case 'send': {
      const [name = '', what = ''] = rest.split(/\s+/u);
      return { kind: 'send', name, what, line };
    }
    case 'bot':
      return { kind: 'bot', text: rest, line };
    default:
      return { kind: 'says', name: word, text: rest, line };
  }
}

function refuse(file: string, line: number, why: string): never {
  throw new OperatorError('TA-CHAT-001', `${file}:${line} ${why}.`, { place: `${file}:${line}` });
}

/** Writes a conversation in the form that {@link parseConversation} reads. */
export function writeConversation({ title, lines }: ConversationFile): string {
  const written = lines.map((line, at) => {
    const before = lines[at - 1];
    const apart = line.kind === 'says' && before?.kind !== 'says' ? '\n' : '';
    return apart + writeLine(line);
  });
  return `${title}\n\n${written.join('\n').replace(/\n{3,}/gu, '\n\n')}\n`;
}

function writeLine(line: ConversationLine): string {
  const event = (word: string, text: string) =>
    `${word.padEnd(indent - 2)}  ${text.split('\n').join(`\n${' '.repeat(indent)}`)}`.trimEnd();
  switch (line.kind) {
    case 'note':
      return line.text;
    case 'clock':
      return event('clock', line.at);
    case 'time':
      return event('time', line.move);
    case 'person':
      return event('person', `${line.name}  ${line.role}  ${line.unit}`);
    case 'send':
      return event('send', `${line.name} ${line.what}`);
    case 'says':
      return event(line.name, line.text);
    case 'bot':
      return event('bot', line.text);
  }
}

const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds of `+1d`, `+90m`, `+2h`, `+1w`; null for anything else. */
export function readMove(move: string): number | null {
  const match = /^\+(\d+)([mhdw])$/u.exec(move.trim());
  return match ? Number(match[1]) * (units[match[2] ?? ''] ?? 0) : null;
}
