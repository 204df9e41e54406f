import { type Clock, minutes } from '../../core/clock.ts';
import type { Said } from '../../core/dialog.ts';
import { type Outgoing, plain } from '../../core/outgoing.ts';
import { postAs } from '../../core/person.ts';
import type { TextParams, Texts } from '../../core/texts.ts';
import { bare, isOneOf } from '../../language/typed-words.ts';
import { addressing } from '../speaking.ts';
import { relayedText } from './relayed-text.ts';
import type { HandoverEffect, Office, OnDuty, Request, Whereabouts } from './talk.ts';

/** A talk in which nothing was said for so long is over. */
const silentMs = minutes(30);
const mostOffices = 9;

/** Talks between citizens and officials on duty. All of it is in memory and forgotten with the process. */
export interface Handovers {
  /** What to deliver for a message; null when it belongs to no handover and the bot goes on with its other routes. */
  take(said: Said, from: Whereabouts): HandoverEffect[] | null;
  /** She left quickly: forgets her, and tells the officials of her talk no more than that it is over. */
  leave(conversationId: string): HandoverEffect[];
  /** An effect for an official could not be delivered: what the citizen of that talk is told. */
  undelivered(effect: HandoverEffect): HandoverEffect[];
  /** The units with somebody on duty now. */
  offices(): Office[];
}

export function newHandovers({ texts, clock }: { texts: Texts; clock: Clock }): Handovers {
  const onDuty = new Map<string, OnDuty>();
  const requests = new Map<string, Request>();
  let lastNumber = 0;

  function take(said: Said, from: Whereabouts): HandoverEffect[] | null {
    forgetSilent();
    return dutyWords(said, from) ?? official(said, from) ?? citizen(said, from);
  }

  // ── Officials ──

  function dutyWords(said: Said, from: Whereabouts): HandoverEffect[] | null {
    const post = postAs(said.standing, 'official');
    const duty = onDuty.get(from.conversationId);
    if (post && isOneOf(said.text, words('duty_on'))) {
      const chi = said.standing?.person.calledAs ?? '';
      const { id: unitId, name: unitName, oldNames } = post.unit;
      onDuty.set(from.conversationId, { at: from, unitId, unitName, oldNames, chi, inTalk: duty?.inTalk ?? null });
      return [tell(from, 'on_duty', { ...addressing(chi), unit: unitName })];
    }
    if (duty && isOneOf(said.text, words('duty_off'))) return goOffDuty(duty);
    // Her post may have ended since she went on duty; then her message is an ordinary one.
    const told = duty && !post ? goOffDuty(duty).slice(1) : [];
    return told.length > 0 ? told : null;
  }

  function goOffDuty(duty: OnDuty): HandoverEffect[] {
    onDuty.delete(duty.at.conversationId);
    const left: HandoverEffect[] = [];
    for (const [id, talk] of talksOf(duty)) {
      const others = talk.officials.filter((one) => onDuty.has(one));
      if (others.length > 0) requests.set(id, { ...talk, officials: others });
      else {
        requests.delete(id);
        left.push(tell(talk.at, 'ended_by_official'));
      }
    }
    return [tell(duty.at, left.length > 0 ? 'off_duty_open' : 'off_duty', addressing(duty.chi)), ...left];
  }

  /** Her words go nowhere unless she names a talk of hers or is in one. */
  function official(said: Said, from: Whereabouts): HandoverEffect[] | null {
    const duty = onDuty.get(from.conversationId);
    if (!duty) return null;
    const [, number, rest = ''] = /^\s*k\s?(\d{1,4})(?![\p{L}\d])[\s:,.-]*([\s\S]*)$/iu.exec(said.text) ?? [];
    const [, quoted] = /^K(\d{1,4}):/u.exec(said.facts.quotes ?? '') ?? [];
    const named = number ?? quoted;
    const name = named ? `K${named}` : duty.inTalk;
    if (!name) return null;
    const [id, talk] = talksOf(duty).find(([, { name: known }]) => known === name) ?? [];
    if (!id || !talk) {
      if (duty.inTalk === name) stepInto(duty, null);
      return named ? [tell(from, 'unknown_talk', { name })] : null;
    }
    const text = number ? rest : said.text;
    if (number && text.trim() === '' && !said.facts.carries) {
      stepInto(duty, name);
      return [tell(from, 'entered', { ...addressing(duty.chi), name })];
    }
    if (number && isOneOf(text, words('end'))) return endTalk(id, talk, 'ended_by_official');
    if (!number && isOneOf(text, words('leave'))) {
      stepInto(duty, null);
      return [tell(from, 'left_talk', { ...addressing(duty.chi), name })];
    }
    if (text.trim() === '') return [tell(from, 'only_text')];
    requests.set(id, { ...talk, lastAt: now() });
    return [tell(talk.at, 'from_official', { text: relayed(text) })];
  }

  // ── Citizens ──

  function citizen(said: Said, from: Whereabouts): HandoverEffect[] | null {
    const request = requests.get(from.conversationId);
    if (!request) return isOneOf(said.text, words('start')) ? begin(from) : null;
    const here = { ...request, at: from, lastAt: now() };
    requests.set(from.conversationId, here);
    switch (here.stage) {
      case 'choosing':
        return choose(said, here);
      case 'consenting':
        return consent(said, here);
      case 'talking':
        return talk(said, here);
    }
  }

  function begin(from: Whereabouts): HandoverEffect[] {
    const offices = officesOnDuty().filter(({ unitId }) =>
      [...onDuty.values()].some((duty) => duty.unitId === unitId && duty.at.conversationId !== from.conversationId),
    );
    if (offices.length === 0) return [tell(from, 'nobody')];
    requests.set(from.conversationId, { stage: 'choosing', offices, at: from, lastAt: now() });
    return [{ to: from, message: whereTo('where', offices) }];
  }

  function choose(said: Said, request: Extract<Request, { stage: 'choosing' }>): HandoverEffect[] {
    if (isOneOf(said.text, words('end'))) return drop(request);
    const office =
      request.offices[Number(said.text.trim()) - 1] ??
      request.offices.find(({ names }) => names.some((name) => isSameName(name, said.text)));
    if (!office) {
      const key = /\p{L}{2}/u.test(said.text) ? 'nobody_there' : 'where_again';
      const params: TextParams = key === 'nobody_there' ? { office: relayed(said.text).slice(0, 60) } : {};
      return [{ to: request.at, message: whereTo(key, request.offices, params) }];
    }
    const readers = officialsOf(office, request.at);
    if (readers.length === 0)
      return [{ to: request.at, message: whereTo('nobody_there', request.offices, { office: office.name }) }];
    requests.set(request.at.conversationId, { stage: 'consenting', office, at: request.at, lastAt: now() });
    return [{ to: request.at, message: askConsent(office, readers.length) }];
  }

  function consent(said: Said, request: Extract<Request, { stage: 'consenting' }>): HandoverEffect[] {
    const { office, at } = request;
    if (said.text.trim() === '1' || isOneOf(said.text, [say('agree')])) {
      const officials = officialsOf(office, at);
      if (officials.length === 0) {
        requests.delete(at.conversationId);
        return [tell(at, 'nobody')];
      }
      lastNumber++;
      const name = `K${lastNumber}`;
      requests.set(at.conversationId, {
        stage: 'talking',
        office,
        name,
        officials: officials.map(({ at: theirs }) => theirs.conversationId),
        at,
        lastAt: now(),
      });
      return [
        tell(at, 'begun', { office: office.name }),
        ...officials.map((duty) => tell(duty.at, 'new_talk', { name })),
      ];
    }
    if (said.text.trim() === '2' || isOneOf(said.text, [say('refuse'), ...words('end')])) return drop(request);
    return [{ to: at, message: askConsent(office, officialsOf(office, at).length) }];
  }

  function talk(said: Said, request: Extract<Request, { stage: 'talking' }>): HandoverEffect[] {
    const { at, name } = request;
    if (isOneOf(said.text, words('end'))) return endTalk(at.conversationId, request, 'ended');
    if (said.text.trim() === '') return [tell(at, 'only_text')];
    const readers = request.officials.flatMap((id) => onDuty.get(id) ?? []);
    if (readers.length === 0) {
      requests.delete(at.conversationId);
      return [tell(at, 'nobody')];
    }
    return readers.map((duty) => tell(duty.at, 'from_citizen', { name, text: relayed(said.text) }));
  }

  function drop(request: Request): HandoverEffect[] {
    requests.delete(request.at.conversationId);
    return [tell(request.at, 'dropped')];
  }

  function endTalk(
    id: string,
    { at, name, officials }: Extract<Request, { stage: 'talking' }>,
    key: 'ended' | 'ended_by_official',
  ): HandoverEffect[] {
    requests.delete(id);
    return [tell(at, key), ...toldOver(officials, name, key === 'ended' ? 'citizen_left' : 'ended_official')];
  }

  function toldOver(
    officials: readonly string[],
    name: string,
    key: 'citizen_left' | 'ended_official',
  ): HandoverEffect[] {
    return officials.flatMap((official) => {
      const duty = onDuty.get(official);
      if (!duty) return [];
      if (duty.inTalk === name) stepInto(duty, null);
      return [tell(duty.at, key, { name })];
    });
  }

  function leave(conversationId: string): HandoverEffect[] {
    const request = requests.get(conversationId);
    requests.delete(conversationId);
    return request?.stage === 'talking' ? toldOver(request.officials, request.name, 'citizen_left') : [];
  }

  function undelivered({ to }: HandoverEffect): HandoverEffect[] {
    return [...requests.values()].flatMap((request) =>
      request.stage === 'talking' && request.officials.includes(to.conversationId)
        ? [tell(request.at, 'not_delivered')]
        : [],
    );
  }

  // ── What is known now ──

  function forgetSilent(): void {
    for (const [id, request] of requests) if (now() - request.lastAt > silentMs) requests.delete(id);
  }

  function talksOf(duty: OnDuty): [string, Extract<Request, { stage: 'talking' }>][] {
    return [...requests]
      .flatMap(([id, request]) =>
        request.stage === 'talking' && request.officials.includes(duty.at.conversationId)
          ? [[id, request] as const]
          : [],
      )
      .map(([id, request]) => [id, request]);
  }

  function officesOnDuty(): Office[] {
    const offices = new Map<string, Office>();
    for (const { unitId, unitName, oldNames } of onDuty.values())
      offices.set(unitId, { unitId, name: unitName, names: [unitName, ...oldNames] });
    return [...offices.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi'));
  }

  function officialsOf({ unitId }: Office, asking: Whereabouts): OnDuty[] {
    return [...onDuty.values()].filter(
      (duty) => duty.unitId === unitId && duty.at.conversationId !== asking.conversationId,
    );
  }

  function stepInto(duty: OnDuty, inTalk: string | null): void {
    onDuty.set(duty.at.conversationId, { ...duty, inTalk });
  }

  function whereTo(
    key: 'where' | 'where_again' | 'nobody_there',
    offices: readonly Office[],
    params: TextParams = {},
  ): Outgoing {
    return plain(
      say(key, params),
      offices.slice(0, mostOffices).map(({ name }, at) => ({ label: name, says: String(at + 1) })),
    );
  }

  function askConsent(office: Office, count: number): Outgoing {
    return plain(say('consent', { office: office.name, count }), [
      { label: say('agree'), says: '1' },
      { label: say('refuse'), says: '2' },
    ]);
  }

  function relayed(text: string): string {
    return relayedText(text, say('link_removed'));
  }

  function tell(to: Whereabouts, key: string, params: TextParams = {}): HandoverEffect {
    return { to, message: plain(say(key, params)) };
  }

  function say(key: string, params: TextParams = {}): string {
    return texts.say(`help.handover.${key}`, params);
  }

  function words(key: string): readonly string[] {
    return texts.words(`help.handover.${key}`);
  }

  function now(): number {
    return clock.now().getTime();
  }

  return { take, leave, undelivered, offices: officesOnDuty };
}

/** "Xã Xuân Kiên", "xuan kien" and "hội phụ nữ xã Xuân Kiên" name the same office. */
function isSameName(name: string, said: string): boolean {
  const withoutKind = (text: string) =>
    bare(text.replace(/\([^)]*\)/gu, '')).replace(
      /^(?:hoi (?:lhpn|phu nu|lien hiep phu nu) )?(?:(?:xa|phuong|thi tran|tinh|thanh pho|tp) )?/u,
      '',
    );
  return withoutKind(name) !== '' && withoutKind(name) === withoutKind(said);
}
