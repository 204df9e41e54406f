import { addToFigure, amend, insert } from '../core/change.ts';
import { isDay, writeDay } from '../core/day.ts';
import { type Command, justSay, type Said, type Step } from '../core/dialog.ts';
import { newId } from '../core/ids.ts';
import type { UnitKind } from '../core/records.ts';
import { asHundredths, averageMeasure, keepLaunch } from '../indicators/compared.ts';
import { findUnits } from './drill-down.ts';
import type { DigestParts } from './parts.ts';
import type { Speaking } from './report-commands.ts';

/** Units whose average others are compared with. */
const aboveCommunes: readonly UnitKind[] = ['district', 'province', 'central'];

/**
 * What officials state beside the form: "hộ nghèo bình quân 1,35" (the average of a province) and "ra mắt điểm xã Hồ 8/6/2023"
 * (the day on which a pilot of a plan was launched).
 */
export function statementCommands({ store, plans }: DigestParts, { command, say, unitOf }: Speaking): Command[] {
  return [command('average', stateAverage, true), command('launch', stateLaunch, true)];

  async function stateAverage(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'no-unit'));
    if (!aboveCommunes.includes(unit.kind)) return justSay(say(said, 'average-not-yours'));
    const year = Number(/\b(20\d\d)\b/u.exec(rest)?.[1] ?? said.today.slice(0, 4));
    const percent = readPercent(rest.replace(/(?:năm|nam)?\s*\b20\d\d\b/iu, ''));
    if (percent === null || percent <= 0 || percent > 100) return justSay(say(said, 'average-how'));
    if (year > Number(said.today.slice(0, 4))) return justSay(say(said, 'average-future', { year }));
    const measure = averageMeasure('poverty-rate');
    const value = asHundredths(percent);
    const old = await store.first('YearlyFigure', { unitId: unit.id, year, measure, replacedById: null });
    const [id, checkInId] = [newId(said.now), newId(said.now)];
    const lastDay = `${year}-12-31`;
    return {
      kind: 'next',
      says: [say(said, 'average-done', { unit: unit.name, year, percent: String(percent).replace('.', ',') })],
      changes: [
        insert('CheckIn', {
          ...{ id: checkInId, unitId: unit.id, reporterId: said.standing?.person.id ?? '', period: String(year) },
          ...{ late: false, nothing: false, createdAt: said.now, version: 1, withdrawn: false },
        }),
        ...(old ? [amend('YearlyFigure', { id: old.id, replacedById: null }, { replacedById: id }, 1)] : []),
        insert('YearlyFigure', {
          ...{ id, checkInId, unitId: unit.id, day: lastDay < said.today ? lastDay : said.today },
          ...{ version: (old?.version ?? 0) + 1, replacedById: null, waiting: false, createdAt: said.now },
          ...{ year, measure, value, text: null },
        }),
        addToFigure(`yearly/${measure}`, unit.id, String(year), value - (old?.value ?? 0)),
      ],
      state: null,
    };
  }

  async function stateLaunch(said: Said, rest: string): Promise<Step> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'no-unit'));
    const read = /^(.*?)\s*(?:ngày|ngay)?\s*(\d{1,2})[/-](\d{1,2})[/-](20\d\d)\s*$/iu.exec(rest.trim());
    const day = read ? `${read[4]}-${read[3]?.padStart(2, '0')}-${read[2]?.padStart(2, '0')}` : '';
    if (!isDay(day) || day > said.today) return justSay(say(said, 'launch-how'));
    const name = read?.[1]?.trim() ?? '';
    const [pilot, another] = name === '' ? [unit] : await findUnits(store, unit, name, said.today);
    if (!pilot || another) return justSay(say(said, 'not-found', { text: name }));
    const plan = plans.find(
      ({ code, indicators }) => pilot.marks.pilotOf?.includes(code) && indicators.some((one) => one.launch),
    );
    if (!plan) return justSay(say(said, 'launch-no-pilot', { unit: pilot.name }));
    const launch = { day, by: said.standing?.person.id ?? '', at: said.now.toISOString() };
    return {
      kind: 'next',
      says: [say(said, 'launch-done', { unit: pilot.name, plan: plan.code, day: writeDay(day) })],
      changes: [keepLaunch(plan.code, pilot.id, launch)],
      state: null,
    };
  }
}

/** "1,35", "1.35%", "2 phần trăm"; null where no such number stands alone. */
function readPercent(text: string): number | null {
  const found = /^\s*(?:là\s*)?(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:%|phần trăm|phan tram)?\s*$/iu.exec(text);
  return found ? Number(found[1]?.replace(',', '.')) : null;
}
