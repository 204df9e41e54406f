import type { Day } from '../core/day.ts';
import { type Command, type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import { type DangerRoute, newDangerRoute } from './danger-card.ts';
import type { DangerGate } from './danger-gate.ts';
import { type FoundCommune, findCommunes, readPlaces, servicesOf } from './find-commune.ts';
import { type Handovers, newHandovers } from './handover/handovers.ts';
import { helpCard } from './help-card.ts';
import type { HelpParts } from './parts.ts';
import { newReminders, type Reminder } from './reminders.ts';
import { newServicesDialog, servicesCommand } from './services-dialog.ts';
import { newTopicCounters, type TopicCounters } from './topic-counters.ts';

export interface Help {
  commands: Command[];
  dialogs: Dialog[];
  gate: DangerGate;
  danger: DangerRoute;
  handovers: Handovers;
  topics: TopicCounters;
  /** Numbers of the directory to call again, for the officials who keep them; once a month. */
  reminders(today: Day): Promise<Reminder[]>;
}

const mostChoices = 9;

/** Where to get help: the danger gate, the help card, the directory of numbers, and a person to talk to. */
export function newHelp(parts: HelpParts): Help {
  const { store, texts, content, gate } = parts;
  const services = newServicesDialog(parts);

  const card: Command = {
    id: 'help.card',
    words: 'help.command.card',
    for: 'anyone',
    recorded: false,
    run: async (said) => justSay(helpCard(content, texts, said.today, null)),
  };
  const commune: Command = {
    id: 'help.commune',
    words: 'help.command.commune',
    takesRest: true,
    for: 'anyone',
    recorded: false,
    run: showCommune,
  };

  async function showCommune(said: Said, rest: string): Promise<Step> {
    const name = rest.trim();
    if (name === '') return justSay(plain(texts.say('help.commune.ask')));
    const places = await readPlaces(store, said.today);
    const found = findCommunes(name, places);
    const [only] = found;
    if (!only) return justSay(plain(texts.say('help.commune.unknown', { name: name.slice(0, 60) })));
    if (found.length > 1)
      return justSay(plain(texts.say('help.commune.which'), found.slice(0, mostChoices).map(choiceOf)));
    const numbers = await servicesOf(store, only, places);
    return justSay(
      helpCard(content, texts, said.today, {
        name: only.unit.name,
        provinceName: only.provinceName,
        services: numbers,
      }),
    );
  }

  function choiceOf({ unit, provinceName }: FoundCommune) {
    return {
      label: provinceName ? texts.say('help.commune.choice', { name: unit.name, province: provinceName }) : unit.name,
      says: texts.say('help.commune.choice_says', { code: unit.code }),
    };
  }

  return {
    commands: [card, commune, servicesCommand(services as Dialog<never>)],
    dialogs: [services as Dialog],
    gate,
    danger: newDangerRoute(gate, content.cards),
    handovers: newHandovers(parts),
    topics: newTopicCounters(),
    reminders: newReminders(parts),
  };
}
