import type { Choice, Outgoing } from '../core/outgoing.ts';
import { postAs, type Standing } from '../core/person.ts';
import type { Texts } from '../core/texts.ts';
import { addressed } from './addressed.ts';

/** A line of the menu: the key of its label, and the key of the words that it says when chosen. */
export interface MenuLine {
  label: string;
  words: string;
  for: 'citizen' | 'member' | 'reporter' | 'official';
}

/** What this person can ask for, the most used first. To a person without a role the menu of citizens. */
export function newMenu(lines: readonly MenuLine[], texts: Texts): (standing: Standing | null) => Outgoing {
  return (standing) => {
    const whose = roleOf(standing);
    const choices = lines
      .filter((line) => line.for === whose)
      .map((line): Choice => ({ label: texts.say(line.label), says: texts.words(line.words)[0] ?? '' }));
    return { text: texts.say('bot.menu.title', addressed(standing)), choices };
  };
}

const hellos = {
  citizen: 'bot.hello_citizen',
  member: 'bot.hello_member',
  reporter: 'bot.hello',
  official: 'bot.hello_official',
} as const;

/** Key of the sentence that greets this person. */
export function helloTo(standing: Standing | null): string {
  return hellos[roleOf(standing)];
}

function roleOf(standing: Standing | null): MenuLine['for'] {
  if (postAs(standing, 'official', 'administrator')) return 'official';
  if (postAs(standing, 'reporter')) return 'reporter';
  return postAs(standing, 'member') ? 'member' : 'citizen';
}
