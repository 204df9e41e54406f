import { OperatorError } from '../core/errors.ts';
import { type ConversationFile, type ConversationLine, readMove } from './conversation-file.ts';

/** Where a conversation is played: the real assistant over a moved clock, or anything else that answers. */
export interface Stage {
  setClock(at: string): Promise<void>;
  addPerson(name: string, role: string, unit: string): Promise<void>;
  /** Moves the clock and lets everything due happen. */
  move(ms: number): Promise<void>;
  say(name: string, text: string): Promise<void>;
  send(name: string, what: string): Promise<void>;
  /** What the bot has shown since the last call, oldest first. */
  shown(): { to: string; text: string }[];
  /** Takes the assistant down and puts it up again from its storage. */
  restart?(): Promise<void>;
}

export interface Difference {
  line: number;
  expected: string;
  shown: string;
}

export interface Played {
  differences: Difference[];
  /** The same conversation with what the bot really said, for `--update`. */
  asPlayed: ConversationFile;
}

/**
 * Plays every line on a stage and compares what the bot says. `restartAfter` says behind which lines the assistant is rebuilt
 * from its storage (each of them for people with a record).
 */
export async function playConversation(
  file: ConversationFile,
  stage: Stage,
  restartAfter: (line: ConversationLine) => boolean,
): Promise<Played> {
  const differences: Difference[] = [];
  const lines: ConversationLine[] = [];
  let waiting: string[] = [];
  const flush = (line: number) => {
    for (const shown of waiting) {
      differences.push({ line, expected: '', shown });
      lines.push({ kind: 'bot', text: shown, line });
    }
    waiting = [];
  };
  for (const line of file.lines) {
    if (line.kind === 'bot') {
      const shown = waiting.shift() ?? '';
      if (tidy(shown) !== tidy(line.text)) differences.push({ line: line.line, expected: line.text, shown });
      if (shown || line.text === '') lines.push({ ...line, text: shown });
      continue;
    }
    flush(line.line);
    lines.push(line);
    await act(line, stage);
    waiting = stage.shown().map(({ text }) => text);
    if (stage.restart && restartAfter(line)) await stage.restart();
  }
  flush(file.lines.at(-1)?.line ?? 1);
  return { differences, asPlayed: { title: file.title, lines } };
}

async function act(line: Exclude<ConversationLine, { kind: 'bot' }>, stage: Stage): Promise<void> {
  switch (line.kind) {
    case 'note':
      return;
    case 'clock':
      return stage.setClock(line.at);
    case 'person':
      return stage.addPerson(line.name, line.role, line.unit);
    case 'time': {
      const ms = readMove(line.move);
      if (ms === null)
        throw new OperatorError('TA-CHAT-001', `line ${line.line}: write +2h, +1d or +1w.`, {
          place: `line ${line.line}`,
        });
      return stage.move(ms);
    }
    case 'send':
      return stage.send(line.name, line.what);
    case 'says':
      return stage.say(line.name, line.text);
  }
}

/** Without empty lines: in a file they only stand between messages. */
function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n')
    .trim();
}
