import { type Campaign, campaignOf } from '../../src/campaigns/campaign-schema.ts';
import { type CampaignsFeature, newCampaigns } from '../../src/campaigns/campaigns.ts';
import type { CampaignParts } from '../../src/campaigns/parts.ts';
import { amend, type Change, insert } from '../../src/core/change.ts';
import { days } from '../../src/core/clock.ts';
import { dayOf } from '../../src/core/day.ts';
import type { Dialog, Said, Step } from '../../src/core/dialog.ts';
import { silentLog } from '../../src/core/log.ts';
import type { RoleName, UnitKind, UnitMarks } from '../../src/core/records.ts';
import { channelLimits } from '../../src/outbox/channel-limits.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { forecast } from '../../src/outbox/forecast.ts';
import { Schedule } from '../../src/outbox/schedule.ts';
import { readCampaignContent } from './campaign-content.ts';
import { fullRows } from './rows.ts';
import { type OutboxWorld, outboxWorld, sealedAddress, turningSealing } from './test-outbox.ts';

const { files, texts, reader } = readCampaignContent();
export const shippedCampaigns: Campaign[] = files.map((file) =>
  campaignOf(file, reader.bytesOf(`campaigns/${file.value.head.picture}`)),
);
export const campaignTexts = texts;

export interface CampaignWorld extends OutboxWorld {
  parts: CampaignParts;
  feature: CampaignsFeature;
  schedule: Schedule;
  addUnit(id: string, kind: UnitKind, parentId: string | null, marks?: UnitMarks): Promise<void>;
  addMember(id: string, unitId: string, role: RoleName, channels?: string[]): Promise<void>;
  reportActivity(unitId: string, campaign: string, day: string, participants: number): Promise<void>;
  /** Time goes by, the schedule and the outbox ticking every `stepMs`. */
  pass(ms: number, stepMs?: number): Promise<void>;
  said(personId: string, text: string, facts?: Partial<Said['facts']>): Promise<Said>;
  command(personId: string, id: string, rest?: string): Promise<Step>;
  /** A dialog from its beginning, with these answers; the changes of the last step are committed. */
  play(dialog: Dialog, personId: string, ...answers: (string | Partial<Said['facts']>)[]): Promise<Step>;
}

/** A province of one commune and its branches, the shipped campaigns, a schedule and an outbox on a moved clock. */
export async function campaignWorld(at: string, campaigns = shippedCampaigns): Promise<CampaignWorld> {
  const world = await outboxWorld({ at });
  const { store, clock } = world;
  const parts: CampaignParts = {
    store,
    texts,
    sealing: turningSealing,
    clock,
    campaigns,
    enqueue: (audience) => enqueue(store, audience),
    forecast: (personIds) => forecast({ store, clock, limits: channelLimits }, personIds),
    checkIn: { dialog: 'check-ins.week', opening: (text) => ({ text }) },
    opensQuietly: (text) => !/bạo lực/.test(text.slice(0, 80)),
  };
  const feature = newCampaigns(parts);
  const schedule = new Schedule({ store, clock, log: silentLog });
  schedule.add({ name: 'campaigns', due: (from, to) => feature.due(from, to) });
  for (const [template, render] of feature.renderers) world.outbox.register(template, render);

  async function said(personId: string, text: string, facts: Partial<Said['facts']> = {}): Promise<Said> {
    const person = await store.first('Person', { id: personId });
    const account = await store.first('Account', { personId });
    const roles = await store.find('Role', { personId, untilDay: null });
    const units = await store.find('Unit', { id: { in: roles.map(({ unitId }) => unitId) } });
    if (!person || !account) throw new Error(`nobody is called ${personId}`);
    return {
      inboundId: `${personId}-${clock.now().getTime()}`,
      conversationId: personId,
      text,
      facts: { scope: 'private', ...facts },
      channel: { name: 'telegram', abilities: world.telegram.abilities },
      now: clock.now(),
      today: dayOf(clock.now()),
      standing: {
        person,
        account,
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
    addUnit: async (id, kind, parentId, marks = {}) => {
      const above = parentId ? await store.find('UnitAncestor', { unitId: parentId }) : [];
      const own = { ...fullRows.UnitAncestor, unitId: id, fromDay: '2026-01-01', untilDay: null };
      await store.commit([
        insert('Unit', {
          ...fullRows.Unit,
          id,
          code: id,
          name: `Đơn vị ${id}`,
          kind,
          parentId,
          fromDay: '2026-01-01',
          untilDay: null,
          marks,
        }),
        insert('UnitAncestor', { ...own, id: `${id}/${id}`, ancestorId: id, depth: 0 }),
        ...above.map(({ ancestorId, depth }) =>
          insert('UnitAncestor', { ...own, id: `${id}/${ancestorId}`, ancestorId, depth: depth + 1 }),
        ),
      ]);
    },
    addMember: async (id, unitId, role, channels) => {
      if (!(await store.first('Person', { id }))) {
        await world.addPerson(id, role, channels);
        await store.commit([amend('Role', { id: `role-${id}` }, { unitId })]);
      } else {
        const more = { ...fullRows.Role, id: `role-${id}-${role}`, personId: id, unitId, role, untilDay: null };
        await store.commit([insert('Role', more)]);
      }
    },
    reportActivity: async (unitId, campaign, day, participants) => {
      const fact = { ...fullRows.Activity, id: `${unitId}-${campaign}-${day}`, replacedById: null, waiting: false };
      const told = { unitId, campaign, day, participants, createdAt: clock.now() };
      await store.commit([insert('Activity', { ...fact, ...told })]);
    },
    pass: async (ms, stepMs = 3 * 3_600_000) => {
      const end = clock.now().getTime() + ms;
      while (clock.now().getTime() < end) {
        clock.advance(Math.min(stepMs, end - clock.now().getTime()));
        await schedule.tick();
        await world.outbox.tick();
      }
    },
    command: async (personId, id, rest = '') => {
      const command = feature.commands.find((one) => one.id === `campaigns.${id}`);
      if (!command) throw new Error(`no command ${id}`);
      const step = await command.run(await said(personId, rest), rest);
      if (step.kind === 'next') await store.commit(step.changes as Change[]);
      return step;
    },
    play: async (dialog, personId, ...answers) => {
      let step = await dialog.begin(await said(personId, ''));
      for (const answer of answers) {
        if (step.kind !== 'next' || step.state === null) throw new Error(`the dialog ended before ${answer}`);
        const heard = typeof answer === 'string' ? await said(personId, answer) : await said(personId, '', answer);
        const next = await dialog.answer(step.state, heard);
        if (next.kind === 'next') await store.commit(next.changes as Change[]);
        step = next.kind === 'next' ? next : step;
      }
      return step;
    },
  };
}

export const week = days(7);

export function textsOf(step: Step): string[] {
  return step.kind === 'next' ? step.says.map(({ text }) => text) : [step.retry.text];
}
