import type { Evidence, PromiseCheck } from './check-promises.ts';

/** Promise 5: every cry for help was answered first of all. */
export function helpFirst({ talk }: Evidence): PromiseCheck {
  const { calls, callsAnswered } = talk.counts;
  // A reply that was lost on its way counts against it; a platform's time-out is part of the world.
  return {
    promise: '5 the danger gate comes before everything',
    counts: { calls, answeredFirstWith113: callsAnswered },
    kept: callsAnswered >= calls - Math.ceil(calls * 0.05),
  };
}

/** What would show that a sentence was not filled, or not found. */
const unfinished = /\{\w+\}|\bundefined\b|\bNaN\b|\[object /;

/** Promise 10, and the half of 8 that people can see: everything that arrived, read word by word. */
export function onlyTheirOwn({ province, platforms }: Evidence): { whole: PromiseCheck; own: PromiseCheck } {
  const parentOf = new Map(province.units.map(({ id, parentId }) => [id, parentId]));
  const unitNamed = new Map(province.units.map(({ id, name }) => [name, id]));
  const owner = new Map(province.people.flatMap((person) => person.chats.map((chat) => [chat, person] as const)));
  const whole = { messages: 0, unfinished: 0 };
  const own = { messages: 0, naming: 0, namingOthers: 0 };
  const examples = { whole: [] as string[], own: [] as string[] };
  for (const platform of platforms.values()) {
    for (const chatAndText of platform.arrived.keys()) {
      const space = chatAndText.indexOf(' ');
      const text = chatAndText.slice(space + 1);
      whole.messages++;
      if (unfinished.test(text)) {
        whole.unfinished++;
        examples.whole.push(text);
      }
      const person = owner.get(chatAndText.slice(0, space));
      if (!person) continue;
      own.messages++;
      // What she typed herself comes back in quotes when nothing is found.
      const said = text.replace(/"[PCB]\d*"/g, '');
      const named = [...new Set(said.match(/\b[PCB]\d*\b/g) ?? [])].flatMap((name) => unitNamed.get(name) ?? []);
      if (named.length > 0) own.naming++;
      // She may see her unit and what is below; the names of those above her are no secret.
      if (named.some((id) => !isAbove(person.unitId, id) && !isAbove(id, person.unitId))) {
        own.namingOthers++;
        examples.own.push(`${person.role} of ${person.unitId}: ${text}`);
      }
    }
  }
  return {
    whole: {
      promise: '8 no content problem reaches a person: no message with an unfilled place',
      counts: whole,
      kept: whole.unfinished === 0,
      examples: examples.whole.slice(0, 3),
    },
    own: {
      promise: '10 a person sees her unit and what is below it, nothing else',
      counts: own,
      kept: own.namingOthers === 0,
      examples: examples.own.slice(0, 3),
    },
  };

  function isAbove(id: string, top: string): boolean {
    for (let at: string | null | undefined = id; at; at = parentOf.get(at)) if (at === top) return true;
    return false;
  }
}
