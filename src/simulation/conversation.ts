import { type MovableClock, minutes, seconds } from '../core/clock.ts';
import type { Texts } from '../core/texts.ts';
import type { Faults } from './faults.ts';
import type { PeopleSentences, SimulatedPerson } from './people.ts';
import type { Platform } from './platform.ts';
import type { Machine } from './process.ts';
import type { Seeded } from './seeded.ts';

/** What a person knows of a report of hers. */
export interface Told {
  unitId: string;
  participants: number;
  /** She saw that it was saved; otherwise it may have been or not. */
  seenSaved: boolean;
}

export interface ConversationParts {
  machine: Machine;
  clock: MovableClock;
  texts: Texts;
  faults: Faults;
  seeded: Seeded;
  says: PeopleSentences;
  platforms: ReadonlyMap<string, Platform>;
}

const answersAtMost = 10;
/** A platform delivers again until the message is taken. */
const deliveriesAtMost = 60;

/** How people talk to the bot: they read what arrived and answer it as people do. */
export class Conversations {
  readonly counts = {
    messages: 0,
    deliveries: 0,
    failedTurns: 0,
    lostMessages: 0,
    reports: 0,
    calls: 0,
    callsAnswered: 0,
  };
  readonly told: Told[] = [];
  readonly #parts: ConversationParts;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
  }

  /** She tells of her week; `sure` people do not wait for the summary before they say yes. */
  async report(person: SimulatedPerson, text: string, participants: number): Promise<void> {
    const { faults, says, seeded } = this.#parts;
    this.counts.reports++;
    const told: Told = { unitId: person.unitId, participants, seenSaved: false };
    if (participants > 0) this.told.push(told);
    const chat = seeded.oneOf(person.chats);
    this.#read(chat); // pushes that came meanwhile are not answered by a report
    if (person.habit === 'sloppy' && seeded.chance(0.5)) {
      const swapped = faults.reorders();
      await this.#sayTogether(chat, swapped ? ['1', text] : [text, '1']);
    } else await this.#say(chat, text);
    if (person.habit === 'asking') await this.#say(chat, seeded.oneOf(says.questions));
    await this.#goOn(chat, told);
  }

  /** A cry for help: the first thing that comes back must name 113. */
  async callForHelp(person: SimulatedPerson): Promise<void> {
    const { seeded, says } = this.#parts;
    const chat = person.chats[0] as string;
    this.#read(chat);
    this.counts.calls++;
    await this.#say(chat, seeded.oneOf(says.dangers));
    const [first] = this.#read(chat);
    if (first?.texts.join(' ').includes('113')) this.counts.callsAnswered++;
  }

  async ask(person: SimulatedPerson, questions: readonly string[] = this.#parts.says.questions): Promise<void> {
    const chat = person.chats.at(-1) as string;
    await this.#say(chat, this.#parts.seeded.oneOf(questions));
    this.#read(chat);
  }

  /** Answers what stands on her screen until her report is saved and nothing is asked any more. */
  async #goOn(chat: string, told: Told): Promise<void> {
    const { texts, says } = this.#parts;
    const saved = texts.say('check-ins.weekly.saved', called(says.called_as));
    let silent = 0;
    let summaryIsRight = false;
    let isSaved = false;
    for (let n = 0; n < answersAtMost; n++) {
      const arrived = this.#read(chat);
      for (const { texts: shown, choices } of arrived) {
        const all = shown.join('\n');
        // She knows it is saved when what she said yes to was what she had told.
        if (all.includes(saved)) {
          isSaved = true;
          told.seenSaved ||= summaryIsRight;
        } else if (choices > 0) summaryIsRight = all.includes(String(told.participants));
      }
      const last = arrived.at(-1);
      if (!last) {
        // Nothing came back: it was lost on the way, so she waits a moment and asks for the question again.
        if (isSaved || ++silent > 3) return;
        this.#parts.clock.advance(minutes(2));
        await this.#parts.machine.tick();
        if ((this.#platformOf(chat).inbox.get(numberOf(chat)) ?? []).length > 0) continue;
        await this.#say(chat, '1');
        continue;
      }
      const text = last.texts.join('\n');
      if (isSaved && last.choices === 0 && !text.includes('?') && !text.includes(says.skip)) return;
      const asksDay = text.includes(says.asked_day);
      await this.#say(chat, last.choices > 0 ? '1' : asksDay ? says.day : isSaved ? says.zero : says.skip);
    }
    await this.#say(chat, says.cancel);
    this.#read(chat);
  }

  async #say(chat: string, text: string): Promise<void> {
    await this.#sayTogether(chat, [text]);
  }

  /** Messages sent one right after the other, without waiting for an answer. */
  async #sayTogether(chat: string, texts: readonly string[]): Promise<void> {
    const platform = this.#platformOf(chat);
    const activities = texts.map((text) => {
      this.counts.messages++;
      return platform.update(numberOf(chat), text);
    });
    await Promise.all(activities.map((activity) => this.#deliver(platform, activity)));
    this.#parts.clock.advance(seconds(this.#parts.seeded.between(2, 20)));
  }

  /** Until it is taken, as every platform does; now and then once more although it was. */
  async #deliver(platform: Platform, activity: ReturnType<Platform['update']>): Promise<void> {
    const { machine, faults, clock } = this.#parts;
    const twice = faults.duplicates();
    for (let delivery = 1; delivery <= deliveriesAtMost; delivery++) {
      this.counts.deliveries++;
      const { outcome } = await machine.handOver(platform, activity);
      if (outcome === 'done' || outcome === 'seen-before') {
        if (twice) await machine.handOver(platform, activity);
        return;
      }
      if (outcome === 'failed') this.counts.failedTurns++;
      clock.advance(seconds(2));
    }
    this.counts.lostMessages++;
  }

  #read(chat: string) {
    return this.#platformOf(chat).read(numberOf(chat));
  }

  #platformOf(chat: string): Platform {
    const platform = this.#parts.platforms.get(chat.split('/')[0] ?? '');
    if (!platform) throw new RangeError(`no platform for ${chat}`);
    return platform;
  }
}

function called(chi: string): { chi: string; Chi: string } {
  return { chi, Chi: chi.charAt(0).toLocaleUpperCase('vi') + chi.slice(1) };
}

function numberOf(chat: string): string {
  return chat.split('/')[1] ?? '';
}
