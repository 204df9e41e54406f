import { type Facts, insertsOf, noFacts } from '../check-ins/facts.ts';
import { figuresOf, measureAndDay } from '../check-ins/figures-of.ts';
import { householdHashOf, nameHashOf, sealName } from '../check-ins/same-household.ts';
import { addToFigure, type Change } from '../core/change.ts';
import { addDays, type Day, instantOf } from '../core/day.ts';
import { daysOf, weekOf } from '../core/period.ts';
import type { FactRow, UnitRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';

const weeks = 104;
const usual: readonly { type: string; topics: readonly string[] }[] = [
  { type: 'meeting', topics: [] },
  { type: 'communication', topics: ['an_toan', 'binh_dang'] },
  { type: 'communication', topics: ['trach_nhiem', 'thinh_vuong'] },
  { type: 'cleaning_day', topics: ['5k3s'] },
  { type: 'club_session', topics: ['conduct_code'] },
  { type: 'culture_sport', topics: [] },
];
const campaignDays: readonly { id: string; day: string }[] = [
  { id: '20-3', day: '03-20' },
  { id: 'thang-6', day: '06-12' },
  { id: '28-6', day: '06-28' },
  { id: '25-11', day: '11-25' },
];

/**
 * The check-ins of one made-up branch for two years up to yesterday, with their figures. Plausible, uneven from branch to branch
 * (some report late, one misses weeks, this year's 25/11 is still to come), and the same every time for the same branch.
 */
export function twoYearsOf(
  branch: UnitRow,
  households: readonly string[],
  { today, sealing }: { today: Day; sealing: Sealing },
): Change[] {
  const random = seededBy(branch.code);
  const diligence = 0.75 + random() * 0.23;
  const facts = noFacts();
  const thisWeek = daysOf(weekOf(today)).first;
  for (let n = weeks; n >= 1; n--) {
    const monday = addDays(thisWeek, -7 * n);
    const sunday = addDays(monday, 6);
    const campaign = campaignDays.find(({ day }) => {
      const date = `${monday.slice(0, 4)}-${day}`;
      return monday <= date && date <= sunday;
    });
    if (random() > diligence && !campaign) continue;
    addWeek(facts, { branch, monday, sunday, campaign, households, random, sealing });
  }
  addYearly(facts, branch, today, random);
  const figures = [...figuresOf(facts)].map(([key, n]) => {
    const { measure, day } = measureAndDay(key);
    return addToFigure(measure, branch.id, day, n);
  });
  return [...insertsOf(facts), ...figures];
}

interface Week {
  branch: UnitRow;
  monday: Day;
  sunday: Day;
  campaign: { id: string; day: string } | undefined;
  households: readonly string[];
  random: () => number;
  sealing: Sealing;
}

function addWeek(facts: Facts, { branch, monday, sunday, campaign, households, random, sealing }: Week): void {
  const period = weekOf(monday);
  const checkInId = `demonstration-${branch.code}-${period}`;
  const late = random() < 0.12;
  const createdAt = instantOf(addDays(sunday, late ? 3 : 0), '19:30');
  const fact = (name: string, day: Day): FactRow => ({
    id: `${checkInId}-${name}`,
    checkInId,
    unitId: branch.id,
    day,
    version: 1,
    replacedById: null,
    waiting: false,
    createdAt,
  });
  const activities = campaign ? 1 : Math.floor(random() * 2.2);
  for (let i = 0; i < activities; i++) {
    const { type, topics } = campaign ? { type: 'communication', topics: ['dv_prevention'] } : pick(usual, random);
    const day = campaign ? `${monday.slice(0, 4)}-${campaign.day}` : addDays(monday, Math.floor(random() * 7));
    facts.activities.push({
      ...fact(`activity-${i}`, day),
      ...{ type, topics: [...topics], campaign: campaign?.id ?? null },
      participants: 18 + Math.floor(random() * 45),
      householdsInformed: type === 'communication' ? 20 + Math.floor(random() * 40) : null,
      householdsCommitted: campaign ? 10 + Math.floor(random() * 20) : null,
    });
  }
  if (random() < 0.35) {
    const name = pick(households, random);
    const day = addDays(monday, Math.floor(random() * 7));
    const householdHash = householdHashOf(sealing, branch.id, { name, hamlet: null }, 1);
    const sealedName = sealName(sealing, { name, hamlet: null });
    facts.helps.push({
      ...fact('help', day),
      ...{ householdHash, nameHash: nameHashOf(sealing, branch.id, name), sealedName, households: 1 },
      supports: [pick(['gift', 'cash', 'cleaning', 'labour_days', 'livestock_seed', 'house_repair'], random)],
      valueVnd: random() < 0.7 ? 100_000 * (2 + Math.floor(random() * 30)) : null,
    });
    if (random() < 0.15) {
      const wholeSet = branch.code.includes('X2') ? '5c3s' : '5k3s';
      facts.reached.push({
        ...fact('reached', day),
        householdHash,
        sealedName,
        criteria: ['sach_nha', 'sach_bep', 'sach_ngo'],
        wholeSet,
      });
    }
  }
  if (random() < 0.02) {
    facts.models.push({
      ...fact('model', sunday),
      model: pick(['dia_chi_tin_cay', 'giao_duc_cha_me', 'gia_dinh_5k3s'], random),
      change: 'strengthened',
      activityId: null,
    });
  }
  const nothing = ![...facts.activities, ...facts.helps, ...facts.models].some((one) => one.checkInId === checkInId);
  facts.checkIns.push({
    id: checkInId,
    unitId: branch.id,
    reporterId: 'demonstration',
    period,
    late,
    nothing,
    createdAt,
    version: 1,
    withdrawn: false,
  });
}

function addYearly(facts: Facts, branch: UnitRow, today: Day, random: () => number): void {
  for (const year of [Number(today.slice(0, 4)) - 1, Number(today.slice(0, 4))]) {
    const day = year === Number(today.slice(0, 4)) ? addDays(today, -1) : `${year}-11-20`;
    const checkInId = `demonstration-${branch.code}-yearly-${year}`;
    const createdAt = instantOf(day, '20:00');
    facts.checkIns.push({
      id: checkInId,
      unitId: branch.id,
      reporterId: 'demonstration',
      period: String(year),
      late: false,
      nothing: false,
      createdAt,
      version: 1,
      withdrawn: false,
    });
    const households = 90 + Math.floor(random() * 120);
    const informed = Math.floor(households * (0.93 + random() * 0.07));
    const values = {
      households,
      'households-informed': informed,
      'households-committed': Math.floor(informed * (0.92 + random() * 0.08)),
      convention: 1,
    };
    for (const [measure, value] of Object.entries(values)) {
      facts.yearly.push({
        ...{
          id: `${checkInId}-${measure}`,
          checkInId,
          unitId: branch.id,
          day,
          version: 1,
          replacedById: null,
          waiting: false,
          createdAt,
        },
        ...{ year, measure, value, text: null },
      });
    }
  }
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32, public domain algorithm). */
function seededBy(text: string): () => number {
  let state = [...text].reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0, 7);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
