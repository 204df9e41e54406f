import { labelsOf } from '../../src/check-ins/labels.ts';
import { ContentReader } from '../../src/content/content-reader.ts';
import { declaredSentences } from '../../src/content/declared-sentences.ts';
import { loadContent } from '../../src/content/load-content.ts';
import { readPlans } from '../../src/content/plan-content.ts';
import { addToFigure, amend, type Change, insert } from '../../src/core/change.ts';
import { type Day, dayOf } from '../../src/core/day.ts';
import type { Said, Step } from '../../src/core/dialog.ts';
import { silentLog } from '../../src/core/log.ts';
import { daysOf } from '../../src/core/period.ts';
import type { RoleName, UnitKind } from '../../src/core/records.ts';
import { type DigestsFeature, newDigests } from '../../src/digests/digests.ts';
import type { DigestParts } from '../../src/digests/parts.ts';
import { openMessage, sealMessage } from '../../src/outbox/payload.ts';
import { Schedule } from '../../src/outbox/schedule.ts';
import { promptsFolder } from '../../src/paths.ts';
import { fullRows } from '../support/rows.ts';
import { type OutboxWorld, outboxWorld, sealedAddress, turningSealing } from '../support/test-outbox.ts';

const reader = new ContentReader(promptsFolder);
const labels = labelsOf(loadContent(promptsFolder).checkIns, { '20-3': '20/3', '28-6': '28/6', '25-11': '25/11' });
export const texts = reader.readAllSentences(declaredSentences);
export const plans = readPlans(reader);

export interface DigestWorld extends OutboxWorld {
  parts: DigestParts;
  feature: DigestsFeature;
  schedule: Schedule;
  addUnit(id: string, kind: UnitKind, name: string, parentId: string | null, from?: Day): Promise<void>;
  addOne(id: string, unitId: string, role: RoleName): Promise<void>;
  /** A branch has reported for a week, with these figures on the last day of it. */
  report(unitId: string, week: string, figures?: Record<string, number>, late?: boolean): Promise<void>;
  command(personId: string, id: string, rest?: string): Promise<Step>;
  /** What a feature is told when she writes. */
  said(personId: string, text: string): Promise<Said>;
  /** Time goes by, the schedule and the outbox ticking. */
  pass(ms: number, stepMs?: number): Promise<void>;
}

/** A made-up province, digests, a schedule and an outbox on a moved clock. */
export async function digestWorld(at: string): Promise<DigestWorld> {
  const world = await outboxWorld({ at });
  const { store, clock } = world;
  const parts: DigestParts = {
    ...{ store, texts, clock, plans, labels },
    coming: async () => null,
    seal: (message) => sealMessage(turningSealing, message),
    open: (sealed) => openMessage(turningSealing, sealed),
  };
  const feature = newDigests(parts);
  const schedule = new Schedule({ store, clock, log: silentLog });
  schedule.add({ name: 'digests', due: (from, to) => feature.due(from, to) });
  for (const [template, render] of feature.renderers) world.outbox.register(template, render);
  let position = 0;

  async function said(personId: string, text: string): Promise<Said> {
    const person = await store.first('Person', { id: personId });
    const account = await store.first('Account', { personId });
    const roles = await store.find('Role', { personId, untilDay: null });
    const units = await store.find('Unit', { id: { in: roles.map(({ unitId }) => unitId) } });
    if (!person || !account) throw new Error(`nobody is called ${personId}`);
    return {
      ...{ inboundId: `${personId}-${clock.now().getTime()}`, conversationId: personId, text },
      facts: { scope: 'private' },
      channel: { name: 'telegram', abilities: world.telegram.abilities },
      now: clock.now(),
      today: dayOf(clock.now()),
      standing: {
        ...{ person, account },
        posts: roles.flatMap((role) => units.filter(({ id }) => id === role.unitId).map((unit) => ({ role, unit }))),
      },
      account: { channel: 'telegram', hash: personId, sealedAddress: sealedAddress(personId) },
    };
  }

  return {
    ...world,
    parts,
    feature,
    schedule,
    said,
    addUnit: async (id, kind, name, parentId, from = '2024-01-01') => {
      const above = parentId ? await store.find('UnitAncestor', { unitId: parentId }) : [];
      const own = { ...fullRows.UnitAncestor, unitId: id, fromDay: from, untilDay: null };
      await store.commit([
        insert('Unit', {
          ...{ id, code: id, name, kind, parentId, fromDay: from, untilDay: null, position: position++ },
          ...{ oldNames: [], marks: { demonstration: true } },
        }),
        insert('UnitAncestor', { ...own, id: `${id}/${id}`, ancestorId: id, depth: 0 }),
        ...above.map(({ ancestorId, depth }) =>
          insert('UnitAncestor', { ...own, id: `${id}/${ancestorId}`, ancestorId, depth: depth + 1 }),
        ),
      ]);
    },
    addOne: async (id, unitId, role) => {
      await world.addPerson(id, role, ['telegram']);
      await store.commit([amend('Role', { id: `role-${id}` }, { unitId, fromDay: '2024-01-01' })]);
    },
    report: async (unitId, week, figures = {}, late = false) => {
      const day = daysOf(week).last;
      await store.commit([
        addToFigure('check-ins', unitId, day, 1),
        ...(late ? [addToFigure('check-ins/late', unitId, day, 1)] : []),
        ...Object.entries(figures).map(([measure, n]) => addToFigure(measure, unitId, day, n)),
      ]);
    },
    command: async (personId, id, rest = '') => {
      const command = feature.commands.find((one) => one.id === `digests.${id}`);
      if (!command) throw new Error(`no command ${id}`);
      const step = await command.run(await said(personId, rest), rest);
      if (step.kind === 'next') await store.commit(step.changes as Change[]);
      return step;
    },
    pass: async (ms, stepMs = 1_800_000) => {
      const end = clock.now().getTime() + ms;
      while (clock.now().getTime() < end) {
        clock.advance(Math.min(stepMs, end - clock.now().getTime()));
        await schedule.tick();
        await world.outbox.tick();
      }
    },
  };
}

export function textsOf(step: Step): string {
  return step.kind === 'next' ? step.says.map(({ text }) => text).join('\n') : step.retry.text;
}
