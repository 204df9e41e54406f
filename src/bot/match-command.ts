import type { Command } from '../core/dialog.ts';
import type { Standing } from '../core/person.ts';
import { postAs } from '../core/person.ts';
import type { Texts } from '../core/texts.ts';
import { fold } from '../language/fold.ts';
import { oncePerList } from '../language/typed-words.ts';

export interface CommandCall {
  command: Command;
  /** What she wrote behind the command's words. */
  rest: string;
}

export function mayReport(standing: Standing | null): boolean {
  return postAs(standing, 'reporter', 'official', 'administrator') !== null;
}

export function mayCall(command: Command, standing: Standing | null): boolean {
  switch (command.for) {
    case 'anyone':
      return true;
    case 'known':
      return standing !== null;
    case 'administrator':
      return postAs(standing, 'administrator') !== null;
    case 'official':
      return postAs(standing, 'official', 'administrator') !== null;
    case 'reporter':
      return postAs(standing, 'reporter', 'official') !== null;
  }
}

/**
 * The command that a message calls: it is one of its words and nothing else, or begins with one and goes on where the command
 * takes more. The longest words win ("báo cáo năm" before "báo cáo"); of the same words the command of fewer people, so that
 * "biểu năm" opens an official's form and a reporter's statement. Accents, case, a leading slash and a closing mark do not count.
 */
export function matchCommand(
  text: string,
  commands: readonly Command[],
  texts: Texts,
  standing: Standing | null,
): CommandCall | null {
  const said = asCommand(text);
  let best: (CommandCall & { length: number }) | null = null;
  for (const command of commands) {
    if (!mayCall(command, standing)) continue;
    for (const wanted of asCommands(texts.words(command.words))) {
      if (best && !isCloser(command, wanted, best)) continue;
      if (said === wanted && command.takesRest !== 'always') best = { command, rest: '', length: wanted.length };
      else if (command.takesRest && said.startsWith(`${wanted} `)) {
        best = { command, rest: restBehind(text, wanted.split(' ').length), length: wanted.length };
      }
    }
  }
  return best && { command: best.command, rest: best.rest };
}

/** From everybody's to those of the fewest. */
const audiences: readonly Command['for'][] = ['anyone', 'known', 'reporter', 'official', 'administrator'];

function isCloser(command: Command, wanted: string, best: { command: Command; length: number }): boolean {
  if (wanted.length !== best.length) return wanted.length > best.length;
  return audiences.indexOf(command.for) > audiences.indexOf(best.command.for);
}

const asCommands = oncePerList(asCommand);

function asCommand(text: string): string {
  return fold(text)
    .replace(/^\s*\//, '')
    .replace(/[\s.!?…]+$/u, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

function restBehind(text: string, words: number): string {
  return text.trim().split(/\s+/u).slice(words).join(' ');
}
