import { type Command, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import type { UnitRow } from '../core/records.ts';
import type { Texts } from '../core/texts.ts';
import type { Indicator, Plan } from '../indicators/plan-schema.ts';
import { resultsFor } from '../indicators/results.ts';
import { unitsBelow } from '../indicators/units-below.ts';
import { behindHint, behindList, unitsBehindText } from './behind-text.ts';
import { campaignText, findUnits, indicatorText, readIndicator, readPage, unitText } from './drill-down.ts';
import { indicatorList, indicatorsMeant, planNamed } from './indicator-list.ts';
import { askedLast, keepShown, moreOfLast, type Opened } from './last-digest.ts';
import { called, type DigestParts } from './parts.ts';
import type { Speaking } from './report-commands.ts';
import { silentBranches } from './silent-branches.ts';
import { whyText } from './why-text.ts';

const unitsShown = 6;

/** The keys under which {@link withFigureWords} knows the indicators of the plans and the campaigns. */
const indicatorWords = 'digests.plans.indicators';
const campaignWords = 'digests.plans.campaigns';

/** The words as they are in `prompts/`, and the ids of indicators and campaigns, so that "ty7" or "28/6" alone opens one. */
export function withFigureWords(texts: Texts, plans: readonly Plan[], campaigns: readonly string[]): Texts {
  const ids = [...new Set(plans.flatMap(({ indicators }) => indicators.map(({ id }) => id)))];
  const added = new Map([
    [indicatorWords, ids.flatMap((id) => ['-', '', ' '].map((between) => id.replace('-', between)))],
    [campaignWords, campaigns],
  ]);
  return {
    say: (key, params) => texts.say(key, params),
    has: (key) => added.has(key) || texts.has(key),
    words: (key) => added.get(key) ?? texts.words(key),
  };
}

/** "chỉ tiêu", "xem …", "vì sao …" and "thêm": from the plans to an indicator, to a unit, to the check-ins behind a figure. */
export function figureCommands(
  parts: DigestParts,
  { command, say, unitOf }: Speaking,
  run: (opened: Opened, said: Said) => Promise<Step> | null,
): Command[] {
  const { store, texts, plans } = parts;
  return [
    command('indicators', showIndicators, true),
    command('open', open, true),
    command('why', why, true),
    { ...command('more', showMore), words: 'digests.why.words.more' },
    { ...command('behind', behind, true), words: 'digests.behind.words.behind' },
    { ...command('indicator', (said) => open(said, said.text), true), words: indicatorWords },
    // Nothing may follow a campaign's day: "28/6 họp chi hội" tells of what was held.
    { ...command('campaign', (said) => open(said, said.text)), words: campaignWords },
  ];

  /** "chỉ tiêu", "chỉ tiêu ND", "chỉ tiêu TY-7", "chỉ tiêu 3". */
  async function showIndicators(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'no-unit'));
    const { rest: name, page } = readPage(texts, rest);
    const plan = planNamed(name, unit, plans);
    if (name !== '' && !plan) {
      const found = indicatorsMeant(name, unit, plans, said.today);
      if (found.length > 1) return justSay(whichOf(said, found, 'open'));
      const [only] = found;
      return only ? showIndicator(said, unit, only) : open(said, rest);
    }
    const { message, more } = await indicatorList(parts, {
      ...{ unit, code: plan?.code ?? null, page, today: said.today },
      called: called(said.standing?.person ?? { calledAs: 'chị' }),
    });
    return shown(said, message, { more: more === null ? null : { command: 'indicators', rest: more } });
  }

  function whichOf(said: Said, found: readonly { indicator: Indicator }[], then: 'open' | 'why'): Outgoing {
    const word = texts.words(`digests.commands.words.${then}`)[0] ?? '';
    const choices = found.map(({ indicator: { id, short } }) => ({ label: `${id} ${short}`, says: `${word} ${id}` }));
    return { ...say(said, 'indicators-which', { n: found.length }), choices };
  }

  async function showIndicator(
    said: Said,
    unit: UnitRow,
    { plan, indicator }: { plan: Plan; indicator: Indicator },
  ): Promise<Step> {
    if (indicator.guarded) return justSay(plain(texts.say('digests.why.guarded')));
    const below = await unitsBelow(store, unit, said.today);
    const result = (await resultsFor(store, [plan], below, said.today)).find(({ id }) => id === indicator.id);
    if (!result) return justSay(say(said, 'not-found', { text: indicator.id }));
    const about = unit.id === unitOf(said)?.id ? indicator.id : `${indicator.id} ${unit.code}`;
    const hint = await behindHint(parts, { unit, plan, indicator, today: said.today });
    return shown(said, plain([indicatorText(texts, unit, result), ...hint].join('\n')), { more: null, about });
  }

  /** "xem TY-7", "xem TY-7 thôn Đông", "xem thôn Đông", "xem 28/6", "xem 3" (of those who have not reported). */
  async function open(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'no-unit'));
    const meant = readIndicator(texts, rest, plans, said.today);
    if (meant) {
      const goal = meant.unit === '' ? unit : await oneUnit(said, unit, meant.unit, openWord(meant));
      return 'id' in goal ? showIndicator(said, goal, meant) : justSay(goal);
    }
    const campaign = parts.campaignNamed?.(rest);
    if (campaign) return justSay(plain(await campaignText(parts, unit, campaign, said.today)));
    const numbered = /^\d{1,4}$/.test(rest.trim())
      ? (await silentBranches(store, unit, said.today))[Number(rest.trim()) - 1]
      : undefined;
    const [named, another] = indicatorsMeant(rest, unit, plans, said.today);
    if (!numbered && named && !another && (await findUnits(store, unit, rest, said.today)).length === 0)
      return showIndicator(said, unit, named);
    const goal = numbered ?? (await oneUnit(said, unit, rest, openWord(null)));
    return justSay('id' in goal ? plain(await unitText(parts, goal, said.today)) : goal);
  }

  function openWord(meant: { indicator: Indicator } | null): string {
    const word = texts.words('digests.commands.words.open')[0] ?? '';
    return meant ? `${word} ${meant.indicator.id}` : word;
  }

  /** The one unit below hers that a name means; else what is said of none, or of several with what each of them is asked by. */
  async function oneUnit(said: Said, within: UnitRow, name: string, before: string): Promise<UnitRow | Outgoing> {
    const found = await findUnits(store, within, name, said.today);
    const [first] = found;
    if (!first) return say(said, 'not-found', { text: name.slice(0, 60) });
    if (found.length === 1) return first;
    const choices = found.slice(0, unitsShown).map((one) => ({ label: one.name, says: `${before} ${one.code}` }));
    return { ...say(said, 'several', { n: found.length }), choices };
  }

  /** "vì sao TY-7", "vì sao TY-7 thôn Đông"; alone it asks about the indicator that the last digest named. */
  async function why(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'no-unit'));
    const person = said.standing?.person;
    const asked = rest === '' ? ((await askedLast(store, person?.id ?? '', said.now)) ?? '') : rest;
    const others = indicatorsMeant(asked, unit, plans, said.today);
    const [only] = others.length === 1 ? others : [];
    const meant = readIndicator(texts, asked, plans, said.today) ?? (only ? { ...only, unit: '', page: 1 } : null);
    if (!meant && others.length > 1) return justSay(whichOf(said, others, 'why'));
    if (!meant) {
      const which = texts.say('digests.why.which', called(person ?? { calledAs: 'chị' }));
      return justSay(asked === '' ? plain(which) : say(said, 'not-found', { text: asked.slice(0, 60) }));
    }
    const { plan, indicator, page } = meant;
    if (indicator.guarded) return justSay(plain(texts.say('digests.why.guarded')));
    const goal =
      meant.unit === ''
        ? unit
        : await oneUnit(
            said,
            unit,
            meant.unit,
            `${texts.words('digests.commands.words.why')[0] ?? ''} ${indicator.id}`,
          );
    if (!('id' in goal)) return justSay(goal);
    const below = await unitsBelow(store, goal, said.today);
    const results = await resultsFor(store, [plan], below, said.today);
    const result = results.find(({ id }) => id === indicator.id) ?? null;
    const query = { unit: goal, plan, indicator, result, page, today: said.today };
    const { text, more } = await whyText(parts, query);
    const about = goal.id === unit.id ? indicator.id : `${indicator.id} ${goal.code}`;
    const pageWord = texts.words('digests.why.words.page')[0] ?? '';
    const next = { command: 'why' as const, rest: `${about} ${pageWord} ${page + 1}` };
    return shown(said, plain(text), { more: more ? next : null, about });
  }

  /** "chậm": what is behind; "chậm TY-7": which units below are. */
  async function behind(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'no-unit'));
    const { today } = said;
    const her = called(said.standing?.person ?? { calledAs: 'chị' });
    if (rest === '') return justSay(plain(await behindList(parts, { unit, today, called: her })));
    const meant = readIndicator(texts, rest, plans, today);
    const [named] = indicatorsMeant(rest, unit, plans, today);
    const { plan, indicator, page } = meant ?? { ...named, page: 1 };
    if (!plan || !indicator) return justSay(say(said, 'not-found', { text: rest.slice(0, 60) }));
    if (indicator.guarded) return justSay(plain(texts.say('digests.why.guarded')));
    const { text, more } = await unitsBehindText(parts, { unit, plan, indicator, page, today });
    const pageWord = texts.words('digests.why.words.page')[0] ?? '';
    const next = { command: 'behind' as const, rest: `${indicator.id} ${pageWord} ${page + 1}` };
    return shown(said, plain(text), { more: more ? next : null, about: indicator.id });
  }

  async function shown(said: Said, message: Outgoing, kept: { more: Opened | null; about?: string }): Promise<Step> {
    const changes = [await keepShown(store, said.standing?.person.id ?? '', kept, said.now)];
    return { kind: 'next', says: [message], changes, state: null };
  }

  /** "thêm": the next page of the list she got last. */
  async function showMore(said: Said): Promise<Step> {
    const more = await moreOfLast(store, said.standing?.person.id ?? '', said.now);
    const step = more && run(more, said);
    if (step) return step;
    const nothing = texts.say('digests.why.nothing-more', called(said.standing?.person ?? { calledAs: 'chị' }));
    return { kind: 'not-understood', retry: plain(nothing) };
  }
}
