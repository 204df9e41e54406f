import { dayOf, writeDay } from '../core/day.ts';
import { type Command, justSay, type Said, type Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import type { UnitRow } from '../core/records.ts';
import type { Indicator } from '../indicators/plan-schema.ts';
import { readingFor, type targetFor } from '../indicators/results.ts';
import { type SettledTarget, settledTargets, settleTarget, targetsOf } from '../indicators/targets.ts';
import { type UnitsBelow, unitsBelow } from '../indicators/units-below.ts';
import { writeNumber } from '../indicators/written.ts';
import { fold } from '../language/fold.ts';
import { findIndicator, findUnits } from './drill-down.ts';
import { called, type DigestParts } from './parts.ts';
import type { Speaking } from './report-commands.ts';

const namesShown = 8;
const changesShown = 10;

/**
 * "giao chỉ tiêu ND-3 60", "giao chỉ tiêu ND-3 cho xã Hồ 7", "giao chỉ tiêu ND-3 chia đều", "giao chỉ tiêu ND-3 bỏ";
 * "lịch sử chỉ tiêu ND-3". An official settles targets of her unit and of those below it; what the parts add up to is said.
 */
export function targetCommands(parts: DigestParts, { command, unitOf, say: sayCommand }: Speaking): Command[] {
  const { store, texts, plans } = parts;
  return [command('target', settle, true), command('target-history', history, true)];

  function line(said: Said, key: string, params: Record<string, string | number> = {}): string {
    return texts.say(`digests.targets.${key}`, { ...called(said.standing?.person ?? { calledAs: 'chị' }), ...params });
  }

  async function settle(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(sayCommand(said, 'no-unit'));
    const asked = readTarget(rest);
    const indicator = asked && findIndicator(asked.indicator, plans, said.today)?.indicator;
    if (!asked || !indicator) return justSay(plain(line(said, 'how')));
    const below = await unitsBelow(store, unit, said.today);
    if (!canBeSettled(indicator)) return justSay(plain(line(said, 'not-this', { id: indicator.id })));
    if (isOneOf(asked.what, 'split')) return split(said, indicator, below);
    const [goal, another] = asked.unit === '' ? [unit] : await findUnits(store, unit, asked.unit, said.today);
    if (!goal || another) return justSay(plain(line(said, goal ? 'several' : 'no-such-unit', { text: asked.unit })));
    if (readingFor(indicator, goal.kind) === null)
      return justSay(plain(line(said, 'not-there', { id: indicator.id, unit: goal.name })));
    const n = isOneOf(asked.what, 'clear') ? null : readAmount(asked.what);
    if (n === undefined) return justSay(plain(line(said, 'how')));
    if (n !== null && (n <= 0 || (isPercent(indicator, goal) && n > 100)))
      return justSay(plain(line(said, n <= 0 ? 'not-zero' : 'over-hundred')));
    const targetOf = await targetsOf(store);
    const before = targetOf(goal, indicator.id);
    const changed = (one: UnitRow, id: string) => (one.id === goal.id && id === indicator.id ? n : targetOf(one, id));
    const written = (value: number | null) => (value === null ? line(said, 'by-plan') : amount(indicator, goal, value));
    const params = {
      id: indicator.id,
      short: indicator.short,
      unit: goal.name,
      n: written(n),
      before: written(before),
    };
    const text = [line(said, 'settled', params), ...sumLine(said, indicator, below, changed)].join('\n');
    return {
      kind: 'next',
      says: [plain(text)],
      changes: [changeOf(said, goal, unit, indicator, n, before)],
      state: null,
    };
  }

  /** Her own unit's number in equal parts, the rest one by one to the first. */
  async function split(said: Said, indicator: Indicator, below: UnitsBelow): Promise<Step> {
    const targetOf = await targetsOf(store);
    const whole = wholeOf(indicator, below, targetOf);
    const units = partsOf(indicator, below);
    if (isPercent(indicator, below.unit) || units.length === 0)
      return justSay(plain(line(said, 'not-split', { id: indicator.id })));
    if (whole === null) return justSay(plain(line(said, 'whole-first', { id: indicator.id })));
    if (whole < units.length)
      return justSay(plain(line(said, 'too-few', { id: indicator.id, n: writeNumber(whole), units: units.length })));
    const each = Math.floor(whole / units.length);
    const more = whole - each * units.length;
    const shares = units.map((unit, i) => ({ unit, n: each + (i < more ? 1 : 0) }));
    const changes = shares
      .filter(({ unit, n }) => targetOf(unit, indicator.id) !== n)
      .map(({ unit, n }) => changeOf(said, unit, below.unit, indicator, n, targetOf(unit, indicator.id)));
    const names = shares
      .slice(0, namesShown)
      .map(({ unit, n }) => line(said, 'share', { unit: unit.name, n: writeNumber(n) }));
    const left = shares.length - namesShown;
    const text = [
      line(said, 'split-done', { id: indicator.id, n: writeNumber(whole), units: units.length }),
      ...names,
      ...(left > 0 ? [line(said, 'share-more', { n: left })] : []),
    ].join('\n');
    return { kind: 'next', says: [plain(text)], changes, state: null };
  }

  async function history(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(sayCommand(said, 'no-unit'));
    const { indicator: id, unit: name, what } = readTarget(`${rest} .`) ?? { indicator: '', unit: '', what: '' };
    const indicator = findIndicator(id, plans, said.today)?.indicator;
    if (!indicator || what !== '.') return justSay(plain(line(said, 'history-how')));
    const [goal] = name === '' ? [unit] : await findUnits(store, unit, name, said.today);
    if (!goal) return justSay(plain(line(said, 'no-such-unit', { text: name })));
    const changes = await settledTargets(store, goal.id, indicator.id);
    if (changes.length === 0) return justSay(plain(line(said, 'history-none', { id: indicator.id, unit: goal.name })));
    const written = (n: number | null) => (n === null ? line(said, 'by-plan') : amount(indicator, goal, n));
    const lines = changes
      .slice(-changesShown)
      .reverse()
      .map((one) => {
        const day = writeDay(dayOf(new Date(one.at)));
        return line(said, 'history-line', { day, before: written(one.before), n: written(one.n), by: one.byUnit });
      });
    return justSay(plain([line(said, 'history-title', { id: indicator.id, unit: goal.name }), ...lines].join('\n')));
  }

  function changeOf(
    said: Said,
    goal: UnitRow,
    byUnit: UnitRow,
    { id }: Indicator,
    n: number | null,
    before: number | null,
  ) {
    const target: SettledTarget = {
      ...{ unitId: goal.id, indicator: id, n, before },
      ...{ by: said.standing?.person.id ?? '', byUnit: byUnit.name, at: said.now.toISOString() },
    };
    return settleTarget(target, said.now);
  }

  /** What the units below add up to, beside the number of the whole. */
  function sumLine(
    said: Said,
    indicator: Indicator,
    below: UnitsBelow,
    targetOf: Parameters<typeof targetFor>[3],
  ): string[] {
    const whole = targetOf(below.unit, indicator.id);
    const units = partsOf(indicator, below);
    if (isPercent(indicator, below.unit) || whole === null || units.length === 0) return [];
    const sum = units.reduce((n, unit) => n + (targetOf(unit, indicator.id) ?? indicator.target ?? 0), 0);
    const params = { sum: writeNumber(sum), whole: writeNumber(whole), rest: writeNumber(Math.abs(whole - sum)) };
    return [line(said, sum === whole ? 'sum-right' : sum < whole ? 'sum-less' : 'sum-more', params)];
  }

  function isOneOf(text: string, words: string): boolean {
    return texts.words(`digests.targets.words.${words}`).some((word) => fold(word) === fold(text));
  }

  function amount(indicator: Indicator, unit: UnitRow, n: number): string {
    const number = Number.isInteger(n) ? writeNumber(n) : String(n).replace('.', ',');
    return isPercent(indicator, unit) ? `${number}%` : number;
  }

  /** "ND-3 cho xã Hồ 7": the indicator, a unit or none, and the last word: a number, or what is to be done. */
  function readTarget(rest: string): { indicator: string; unit: string; what: string } | null {
    const words = rest.trim().split(/\s+/u);
    const found = [2, 1].find(
      (n) => words.length > n && findIndicator(words.slice(0, n).join(' '), plans, '') !== null,
    );
    if (found === undefined) return null;
    const indicator = words.slice(0, found).join(' ');
    const behind = words.slice(found);
    const done = ['split', 'clear'].flatMap((name) => texts.words(`digests.targets.words.${name}`));
    const length = [2, 1].find((n) => done.some((word) => fold(word) === fold(behind.slice(-n).join(' ')))) ?? 1;
    const name = behind.slice(0, -length);
    const unit = fold(name[0] ?? '') === 'cho' ? name.slice(1) : name;
    return { indicator, unit: unit.join(' '), what: behind.slice(-length).join(' ') };
  }
}

/** A number is asked of it, and it is none about violence. */
function canBeSettled({ shows, guarded }: Indicator): boolean {
  return shows !== 'yes-no' && !guarded;
}

function isPercent(indicator: Indicator, unit: UnitRow): boolean {
  const reading = readingFor(indicator, unit.kind);
  return (reading === 'above' ? (indicator.showsAbove ?? indicator.shows) : indicator.shows) === 'percent';
}

/** The units among which a number is divided: of the level it is asked of, else those directly below. */
function partsOf(indicator: Indicator, { unit, byLevel, children }: UnitsBelow): readonly UnitRow[] {
  if (indicator.forEach) return byLevel[indicator.forEach].filter(({ id }) => id !== unit.id);
  return children.filter(({ kind }) => readingFor(indicator, kind) === 'own');
}

function wholeOf(indicator: Indicator, below: UnitsBelow, targetOf: Parameters<typeof targetFor>[3]): number | null {
  const reading = readingFor(indicator, below.unit.kind);
  return targetOf(below.unit, indicator.id) ?? (reading === 'own' ? (indicator.target ?? null) : null);
}

/** A whole number, or one with a digit behind the comma; "1.200" is a thousand two hundred. Undefined for anything else. */
function readAmount(text: string): number | undefined {
  const digits = text.replace(/%$/u, '').replace(/(\d)\.(\d{3})(?!\d)/gu, '$1$2');
  return /^\d{1,7}(?:,\d)?$/u.test(digits) ? Number(digits.replace(',', '.')) : undefined;
}
