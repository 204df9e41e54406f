import { z } from 'zod';
import { amend, type Change, insert } from '../core/change.ts';
import { type Day, writeDay } from '../core/day.ts';
import { type Command, type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { newId } from '../core/ids.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { postAs } from '../core/person.ts';
import type { ServiceRow, UnitRow } from '../core/records.ts';
import { isOneOf } from '../language/typed-words.ts';
import { serviceLine } from './help-card.ts';
import type { HelpParts } from './parts.ts';
import { readPastDay, readPhone, samePhone } from './phone-and-day.ts';
import { isServiceKind, type ServiceKind, serviceKinds } from './service-kinds.ts';
import { largestSheet, readServiceSheet, serviceKindOf, serviceSheetTemplate } from './service-sheet.ts';
import { speak } from './speaking.ts';

export const servicesDialogId = 'help.services';
const problemsShown = 20;

const state = z.object({
  question: z.enum(['what', 'kind', 'name', 'phone', 'called', 'which_check', 'checked_on', 'which_retire', 'sheet']),
  kind: z.string().default(''),
  name: z.string().default(''),
  phone: z.string().default(''),
  serviceId: z.string().default(''),
});
type State = z.infer<typeof state>;

const actions = ['add', 'check', 'retire', 'sheet', 'end'] as const;

/** An official keeps the numbers of her unit: adds, notes that she has called one, retires one, or sends a spreadsheet. */
export function newServicesDialog(parts: HelpParts): Dialog<State> {
  const { store, texts } = parts;

  return { id: servicesDialogId, begin, answer, askAgain: (given, said) => ask(state.parse(given), said) };

  async function begin(said: Said): Promise<Step<State>> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'no_unit'));
    return menu(said, unit);
  }

  async function answer(given: State, said: Said): Promise<Step<State>> {
    const read = state.safeParse(given);
    const unit = unitOf(said);
    if (!read.success || !unit) return begin(said);
    const now = read.data;
    if (isOneOf(said.text, texts.words('help.services.cancel')) && now.question !== 'called') {
      return now.question === 'what' ? justSay(say(said, 'done')) : menu(said, unit);
    }
    switch (now.question) {
      case 'what':
        return readWhat(now, said, unit);
      case 'kind':
        return readKind(now, said);
      case 'name':
        return said.text.trim() === '' || said.text.length > 120
          ? { kind: 'not-understood', retry: ask(now, said) }
          : goOn({ ...now, question: 'phone', name: said.text.trim() }, said);
      case 'phone':
        return readNumber(now, said, unit);
      case 'called':
        return readCalled(now, said, unit);
      case 'which_check':
      case 'which_retire':
        return readWhich(now, said, unit);
      case 'checked_on':
        return readCheckedOn(now, said, unit);
      case 'sheet':
        return readSheet(now, said, unit);
    }
  }

  async function menu(
    said: Said,
    unit: UnitRow,
    before: Outgoing[] = [],
    changes: Change[] = [],
    services?: readonly ServiceRow[],
  ): Promise<Step<State>> {
    const list = listOf(unit, services ?? (await servicesHere(unit)), said.today);
    const first = state.parse({ question: 'what' });
    return {
      kind: 'next',
      says: [...before, plain(`${list}\n\n${ask(first, said).text}`, choicesOf(first))],
      changes,
      state: first,
    };
  }

  async function readWhat(now: State, said: Said, unit: UnitRow): Promise<Step<State>> {
    const action =
      actions[Number(said.text.trim()) - 1] ??
      actions.find((one) => isOneOf(said.text, [texts.say(`help.services.${one}`)]));
    switch (action) {
      case 'add':
        return goOn({ ...now, question: 'kind' }, said);
      case 'check':
      case 'retire':
        if ((await servicesHere(unit)).length === 0) return menu(said, unit);
        return goOn({ ...now, question: action === 'check' ? 'which_check' : 'which_retire' }, said);
      case 'sheet': {
        const file = {
          name: texts.say('help.services.sheet_file'),
          bytes: await serviceSheetTemplate(texts),
          mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        };
        const next: State = { ...now, question: 'sheet' };
        return { kind: 'next', says: [{ ...ask(next, said), file }], changes: [], state: next };
      }
      case 'end':
        return justSay(say(said, 'done'));
      case undefined:
        return { kind: 'not-understood', retry: ask(now, said) };
    }
  }

  function readKind(now: State, said: Said): Step<State> {
    const kind: ServiceKind | null = serviceKinds[Number(said.text.trim()) - 1] ?? serviceKindOf(said.text, texts);
    return kind ? goOn({ ...now, question: 'name', kind }, said) : { kind: 'not-understood', retry: ask(now, said) };
  }

  async function readNumber(now: State, said: Said, unit: UnitRow): Promise<Step<State>> {
    const phone = readPhone(said.text);
    if (!phone) return { kind: 'not-understood', retry: say(said, 'phone_wrong') };
    const same = (await servicesHere(unit)).find((one) => samePhone(one.phone, phone));
    if (same) return menu(said, unit, [say(said, 'same_there', { name: same.name })]);
    return goOn({ ...now, question: 'called', phone }, said);
  }

  async function readCalled(now: State, said: Said, unit: UnitRow): Promise<Step<State>> {
    const calledOn = isOneOf(said.text, texts.words('help.services.not_called')) ? null : pastDay(said);
    if (calledOn === undefined) return { kind: 'not-understood', retry: say(said, 'day_wrong') };
    const row = newService(
      { kind: isServiceKind(now.kind) ? now.kind : 'other', name: now.name, phone: now.phone, calledOn },
      unit,
      said,
    );
    return menu(
      said,
      unit,
      [say(said, 'added', { name: row.name, phone: row.phone })],
      [insert('Service', row)],
      [...(await servicesHere(unit)), row],
    );
  }

  async function readWhich(now: State, said: Said, unit: UnitRow): Promise<Step<State>> {
    const services = await servicesHere(unit);
    const service = /^\d{1,3}$/u.test(said.text.trim()) ? services[Number(said.text.trim()) - 1] : undefined;
    if (!service) return { kind: 'not-understood', retry: say(said, 'which_wrong', { most: services.length }) };
    if (now.question === 'which_check') return goOn({ ...now, question: 'checked_on', serviceId: service.id }, said);
    const change = amend('Service', { id: service.id, retiredAt: null }, { retiredAt: said.now }, 1);
    return menu(
      said,
      unit,
      [say(said, 'retired', { name: service.name })],
      [change],
      services.filter(({ id }) => id !== service.id),
    );
  }

  async function readCheckedOn(now: State, said: Said, unit: UnitRow): Promise<Step<State>> {
    const calledOn = pastDay(said);
    if (!calledOn) return { kind: 'not-understood', retry: say(said, 'day_wrong') };
    const services = await servicesHere(unit);
    const service = services.find(({ id }) => id === now.serviceId);
    if (!service) return menu(said, unit);
    const change = amend('Service', { id: service.id, retiredAt: null }, { calledOn }, 1);
    const after = services.map((one) => (one === service ? { ...one, calledOn } : one));
    return menu(
      said,
      unit,
      [say(said, 'checked', { name: service.name, day: writeDay(calledOn, said.today) })],
      [change],
      after,
    );
  }

  /** All good rows or none: a known number only gets its day of calling. */
  async function readSheet(now: State, said: Said, unit: UnitRow): Promise<Step<State>> {
    if (!said.facts.loadFile) return { kind: 'not-understood', retry: say(said, 'sheet_missing') };
    const file = await said.facts.loadFile(largestSheet);
    if (!file) return goOn(now, said, say(said, 'sheet_too_large'));
    const sheet = readServiceSheet(await parts.readSheet(file.bytes), texts, said.today);
    if (!sheet.ok) {
      const more = sheet.problems.length - problemsShown;
      const lines = [
        say(said, 'sheet_wrong', { count: sheet.problems.length }).text,
        ...sheet.problems.slice(0, problemsShown),
        ...(more > 0 ? [say(said, 'sheet_more', { count: more }).text] : []),
      ];
      return { kind: 'next', says: [plain(lines.join('\n')), ask(now, said)], changes: [], state: now };
    }
    const here = await servicesHere(unit);
    const changes: Change[] = [];
    const added: ServiceRow[] = [];
    let checked = 0;
    for (const service of sheet.services) {
      const known = here.find((one) => samePhone(one.phone, service.phone));
      if (known) {
        if (service.calledOn && service.calledOn > (known.calledOn ?? '')) {
          changes.push(amend('Service', { id: known.id, retiredAt: null }, { calledOn: service.calledOn }, 1));
          known.calledOn = service.calledOn;
          checked++;
        }
      } else if (!added.some((one) => samePhone(one.phone, service.phone))) added.push(newService(service, unit, said));
    }
    changes.push(...added.map((row) => insert('Service', row)));
    return menu(said, unit, [say(said, 'sheet_done', { added: added.length, checked })], changes, [...here, ...added]);
  }

  function newService(
    service: { kind: ServiceKind; name: string; phone: string; calledOn: Day | null },
    unit: UnitRow,
    said: Said,
  ): ServiceRow {
    return {
      id: newId(said.now),
      unitId: unit.id,
      ...service,
      retiredAt: null,
      enteredBy: said.standing?.person.id ?? '',
    };
  }

  /** Undefined for what is no day that has passed. */
  function pastDay(said: Said): Day | undefined {
    return (
      readPastDay(said.text, said.today, {
        today: texts.words('help.services.today'),
        yesterday: texts.words('help.services.yesterday'),
      }) ?? undefined
    );
  }

  async function servicesHere(unit: UnitRow): Promise<ServiceRow[]> {
    return store.find('Service', { unitId: unit.id, retiredAt: null }, { orderBy: [{ id: 'asc' }] });
  }

  function listOf(unit: UnitRow, services: readonly ServiceRow[], today: Day): string {
    if (services.length === 0) return texts.say('help.services.none', { unit: unit.name });
    const lines = services.map((service, at) =>
      texts.say('help.services.item', { n: at + 1, line: serviceLine(service, texts, today) }),
    );
    return [texts.say('help.services.list', { unit: unit.name }), ...lines].join('\n');
  }

  function goOn(next: State, said: Said, before?: Outgoing): Step<State> {
    return { kind: 'next', says: [...(before ? [before] : []), ask(next, said)], changes: [], state: next };
  }

  function ask(now: State, said: Said): Outgoing {
    const key = now.question === 'what' || now.question === 'sheet' ? now.question : `ask_${now.question}`;
    const text = say(said, { sheet: 'ask_sheet', ask_checked_on: 'ask_called' }[key] ?? key).text;
    const choices = choicesOf(now);
    return choices.length > 0 ? plain(text, choices) : plain(text);
  }

  function choicesOf({ question }: State) {
    if (question === 'what')
      return actions.map((action, at) => ({ label: texts.say(`help.services.${action}`), says: String(at + 1) }));
    if (question !== 'kind') return [];
    return serviceKinds.map((kind, at) => ({
      label: capital(texts.words(`help.service.kind.${kind}`)[0] ?? kind),
      says: String(at + 1),
    }));
  }

  function say(said: Said, key: string, params: Record<string, string | number> = {}): Outgoing {
    return speak(texts, said, `help.services.${key}`, params);
  }
}

export function servicesCommand(dialog: Dialog<never>): Command {
  return {
    id: servicesDialogId,
    words: 'help.command.services',
    for: 'official',
    recorded: true,
    run: (said) => dialog.begin(said),
  };
}

/** The unit whose numbers she keeps: that of her latest post as official or administrator. */
function unitOf(said: Said): UnitRow | null {
  return postAs(said.standing, 'official', 'administrator')?.unit ?? null;
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}
