import { put, remove } from '../core/change.ts';
import { addDays, type Day, dayOf, instantOf, isDay, writeDay } from '../core/day.ts';
import { plain } from '../core/outgoing.ts';
import { type PeriodKind, periodOf } from '../core/period.ts';
import { addPush, notYetPushed } from '../core/push.ts';
import type { RoleRow, UnitRow } from '../core/records.ts';
import type { Texts } from '../core/texts.ts';
import { type UnitFacts, unitFacts } from '../indicators/unit-facts.ts';
import { writeNumber } from '../indicators/written.ts';
import { digestText } from './digest-text.ts';
import { keepLastDigest } from './last-digest.ts';
import { called, type DigestParts, type DigestSlot, type RenderPush } from './parts.ts';
import { accountFor, type DigestWish, digestKinds, digestTime, wantsDigest, wishesOf } from './wishes.ts';

/** How long after its time a digest is still of use to somebody who gets it late: until the next one is near. */
const usefulDays: Readonly<Record<PeriodKind, number>> = {
  week: 6,
  month: 14,
  'half-year': 30,
  year: 30,
  'plan-year': 30,
};
/** So many days after it was sent a digest is corrected, once, when late reports changed it. */
const correctedFor = 14;
const correctAt = '17:00';

/** The figures that a digest was sent with; what a correction compares. */
interface SentDigest {
  kind: PeriodKind;
  at: Day;
  unitId: string;
  figures: Record<CorrectedFigure, number | null>;
  sentAt: string;
}

const correctedFigures = ['reported', 'households', 'activities', 'participants', 'value-vnd'] as const;
type CorrectedFigure = (typeof correctedFigures)[number];

/** The digests whose time lies between two moments, one slot for each reader, kind and period; and the daily look for corrections. */
export async function digestSlots(parts: DigestParts, from: Date, to: Date): Promise<DigestSlot[]> {
  const { store } = parts;
  const today = dayOf(to);
  const officials = (await store.find('Role', { role: 'official', fromDay: { lte: today } })).filter(
    ({ untilDay }) => untilDay === null || untilDay >= today,
  );
  const wishes = await wishesOf(
    store,
    officials.map(({ personId }) => personId),
  );
  const slots: DigestSlot[] = [];
  for (let day = dayOf(from); day <= today; day = addDays(day, 1)) {
    slots.push({
      key: `digest-corrections/${day}`,
      at: instantOf(day, correctAt),
      until: instantOf(addDays(day, 1)),
      run: (now) => correct(parts, now),
    });
    for (const kind of digestKinds.filter((one) => beginsOn(one, day))) {
      const at = addDays(day, -1);
      for (const role of officials) {
        const wish = wishes.get(role.personId);
        // Who came after it is not told of the time before.
        if (role.fromDay > at || !wantsDigest(wish, kind)) continue;
        slots.push({
          key: `digest/${kind}/${periodOf(kind, at)}/${role.unitId}/${role.personId}`,
          at: instantOf(day, digestTime(wish)),
          until: instantOf(addDays(day, usefulDays[kind])),
          run: (now) => send(parts, role, wish, kind, at, now),
        });
      }
    }
  }
  // What is of no use any more is left out, not marked: a new installation begins without a trail of skipped slots.
  return slots.filter(({ at, until }) => at > from && at <= to && until > to);
}

/** Whether the period after one of this kind begins on the day: a week on Monday, the others on the first of a month. */
function beginsOn(kind: PeriodKind, day: Day): boolean {
  return periodOf(kind, day) !== periodOf(kind, addDays(day, -1));
}

/** Builds the digest and writes it with its figures in one commit; a second run finds it written. */
async function send(
  parts: DigestParts,
  role: RoleRow,
  wish: DigestWish | undefined,
  kind: PeriodKind,
  at: Day,
  now: Date,
): Promise<void> {
  const { store, texts, plans } = parts;
  const unit = await store.first('Unit', { id: role.unitId });
  if (!unit) return;
  const key = `digest/${kind}/${periodOf(kind, at)}/${unit.id}/${role.personId}`;
  if ((await notYetPushed(store, [{ key }])).length === 0) return;
  const facts = await unitFacts(store, { unit, kind, at, today: dayOf(now), plans });
  const message = plain(digestText(texts, facts, await parts.coming(dayOf(now), unit.id)));
  const kept: SentDigest = { kind, at, unitId: unit.id, figures: figuresIn(facts), sentAt: now.toISOString() };
  await store.commit([
    addPush(
      {
        key,
        to: { id: role.personId },
        kind: 'digest',
        notBefore: now,
        expires: instantOf(addDays(at, usefulDays[kind] + 1)),
        sealedPayload: parts.seal(message),
        accountId: accountFor(wish, await store.find('Account', { personId: role.personId }))?.id ?? null,
      },
      now,
    ),
    put('Setting', { id: `sent-${key}`, value: kept }),
    keepLastDigest(role.personId, facts, now),
  ]);
}

/** One correction for each digest of the last days whose figures late reports have changed. */
async function correct(parts: DigestParts, now: Date): Promise<void> {
  const { store, texts, plans } = parts;
  const today = dayOf(now);
  const rows = await store.find('Setting', { id: { gte: 'sent-digest/', lt: 'sent-digest0' } });
  const changed = new Map<string, { unit: UnitRow; facts: UnitFacts } | null>();
  for (const { id, value } of rows) {
    const sent = value as SentDigest;
    if (!isDay(sent.at) || addDays(sent.at, correctedFor) < today) {
      await store.commit([remove('Setting', { id })]);
      continue;
    }
    const key = id.replace('sent-digest/', 'digest-correction/');
    if ((await notYetPushed(store, [{ key }])).length === 0) continue;
    const place = `${sent.kind}/${sent.at}/${sent.unitId}`;
    if (!changed.has(place)) {
      const unit = await store.first('Unit', { id: sent.unitId });
      changed.set(
        place,
        unit && { unit, facts: await unitFacts(store, { unit, kind: sent.kind, at: sent.at, plans }) },
      );
    }
    const found = changed.get(place);
    const lines = found ? differences(texts, sent.figures, figuresIn(found.facts)) : [];
    const personId = id.split('/').at(-1) ?? '';
    const person = await store.first('Person', { id: personId });
    if (!found || !person || lines.length === 0) continue;
    const { first, last } = found.facts;
    const params = { ...called(person), unit: found.unit.name, first: writeDay(first, last), last: writeDay(last) };
    const text = [texts.say('digests.commands.correction-title', params), ...lines].join('\n');
    await store.commit([
      addPush(
        {
          ...{ key, to: person, kind: 'digest', notBefore: now, expires: instantOf(addDays(today, 3)) },
          sealedPayload: parts.seal(plain(text)),
        },
        now,
      ),
    ]);
  }
}

function figuresIn({ head, reporting }: UnitFacts): SentDigest['figures'] {
  return {
    reported: reporting.reported,
    households: head.households,
    activities: head.activities,
    participants: head.participants,
    'value-vnd': head['value-vnd'],
  };
}

function differences(texts: Texts, old: SentDigest['figures'], now: SentDigest['figures']): string[] {
  const written = (n: number | null) => (n === null ? texts.say('digests.digest.missing') : writeNumber(n));
  return correctedFigures
    .filter((name) => old[name] !== now[name])
    .map((name) =>
      texts.say('digests.commands.correction-line', {
        what: texts.say(`digests.commands.correction-of.${name}`),
        old: written(old[name]),
        now: written(now[name]),
      }),
    );
}

/** Digests and corrections leave as they were built; null when their text is gone. */
export function digestRenderers({ open }: DigestParts): ReadonlyMap<string, RenderPush> {
  const asBuilt: RenderPush = async (row) => (row.sealedPayload ? open(row.sealedPayload) : null);
  return new Map([
    ['digest', asBuilt],
    ['digest-correction', asBuilt],
  ]);
}
