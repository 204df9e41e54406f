import { dayOf } from '../core/day.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { templateOf } from '../core/push.ts';
import type { OutboxRow, PersonRow, RoleRow, UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { fits, peopleOf, unitsThatReported } from './audiences.ts';
import { readBroadcast } from './broadcast.ts';
import { type Occurrence, occurrences } from './calendar.ts';
import type { Campaign } from './campaign-schema.ts';
import { countMissed } from './forward.ts';
import type { CampaignParts } from './parts.ts';
import { fillSection } from './render-campaign.ts';

type Parts = Pick<CampaignParts, 'store' | 'texts' | 'sealing' | 'campaigns'>;
type Recipient = { person: PersonRow; now: Date };
export type RenderPush = (row: OutboxRow, to: Recipient) => Promise<Outgoing | null>;

/** What a campaign's rows say, by the first part of their key; null when there is nothing to say any more. */
export function campaignRenderers(parts: Parts): ReadonlyMap<string, RenderPush> {
  const { store, texts } = parts;
  return new Map<string, RenderPush>([
    ['campaign', renderReminder],
    ['forward', renderForward],
    ['broadcast', renderBroadcast],
    ['broadcast-ask', renderBroadcastAsk],
  ]);

  async function renderReminder(row: OutboxRow, { person, now }: Recipient): Promise<Outgoing | null> {
    const found = findOccurrence(row.key, parts.campaigns);
    if (!found) return null;
    const { campaign, occurrence, at } = found;
    const reminders = campaign.reminders.filter((reminder) => reminder.at === at);
    for (const post of await postsOf(store, person.id, now)) {
      for (const reminder of reminders) {
        const audience = campaign.audiences[reminder.to];
        if (!audience?.roles.includes(post.role.role)) continue;
        const reported = audience.onlyUnreported
          ? await unitsThatReported(store, campaign, occurrence)
          : new Set<string>();
        if (!fits(post.unit, audience, reported, null)) continue;
        const text = fillSection(campaign, reminder.says, occurrence, {
          calledAs: person.calledAs,
          unit: post.unit.name,
        });
        if (!reminder.open) return plain(text);
        const says = `${texts.words('campaigns.command.report')[0]} ${campaign.id}`;
        return plain(text, [{ label: texts.say('campaigns.report_now'), says }]);
      }
    }
    return null;
  }

  /** `forward/` and the prefix of the rows that could not leave, then the branch and its reporter. */
  async function renderForward(row: OutboxRow, { person }: Recipient): Promise<Outgoing | null> {
    const key = row.key.split('/').slice(1, -1);
    const unit = await store.first('Unit', { id: key.pop() ?? '' });
    const rowsUnder = `${key.join('/')}/`;
    if (!unit) return null;
    const members = await peopleOf(store, ['member'], [unit.id], dayOf(row.createdAt));
    const n = await countMissed(store, rowsUnder, members);
    const message = n === 0 ? null : await messageForGroup(rowsUnder, unit.name);
    if (!message) return null;
    return { ...message, text: texts.say('campaigns.forward', { n, text: message.text, ...called(person) }) };
  }

  /** What members should have had, in words for all of them; null when there is nothing to pass on any more. */
  async function messageForGroup(rowsUnder: string, unit: string): Promise<Outgoing | null> {
    if (templateOf(rowsUnder) === 'broadcast') {
      const broadcast = await readBroadcast(store, rowsUnder.split('/')[1] ?? '');
      return broadcast && broadcast.state !== 'stopped' ? messageOf(parts, broadcast) : null;
    }
    const found = findOccurrence(rowsUnder, parts.campaigns);
    const reminder = found?.campaign.reminders.find(
      (one) => one.at === found.at && found.campaign.audiences[one.to]?.roles.includes('member'),
    );
    if (!found || !reminder) return null;
    const everybody = { calledAs: texts.say('campaigns.everybody'), unit };
    return plain(fillSection(found.campaign, reminder.says, found.occurrence, everybody));
  }

  async function renderBroadcast(row: OutboxRow): Promise<Outgoing | null> {
    const broadcast = await readBroadcast(store, row.key.split('/')[1] ?? '');
    return broadcast && broadcast.state !== 'stopped' ? messageOf(parts, broadcast) : null;
  }

  async function renderBroadcastAsk(row: OutboxRow, { person }: Recipient): Promise<Outgoing | null> {
    const broadcast = await readBroadcast(store, row.key.split('/')[1] ?? '');
    if (broadcast?.state !== 'waiting') return null;
    const unit = await store.first('Unit', { id: broadcast.unitId });
    const { text, photo } = messageOf(parts, broadcast);
    const { code, people } = broadcast;
    const asked = plain(
      texts.say('campaigns.broadcast.ask_second', { unit: unit?.name ?? '', people, code, text, ...called(person) }),
      [
        {
          label: texts.say('campaigns.broadcast.approve'),
          says: `${texts.words('campaigns.command.approve')[0]} ${code}`,
        },
        {
          label: texts.say('campaigns.broadcast.refuse'),
          says: `${texts.words('campaigns.command.refuse')[0]} ${code}`,
        },
      ],
    );
    return photo ? { ...asked, photo } : asked;
  }
}

/** The message of a broadcast, as everybody gets it. */
export function messageOf(
  { sealing, texts }: Pick<Parts, 'sealing' | 'texts'>,
  broadcast: { sealedText: string; sealedPhoto: string | null; unitName: string },
): Outgoing {
  const text = texts.say('campaigns.broadcast.message', {
    unit: broadcast.unitName,
    text: sealing.open(broadcast.sealedText),
  });
  if (!broadcast.sealedPhoto) return plain(text);
  return { text, photo: { png: Buffer.from(sealing.open(broadcast.sealedPhoto), 'base64'), alt: broadcast.unitName } };
}

/** The campaign, occurrence and reminder that a key names. */
export function findOccurrence(
  key: string,
  campaigns: readonly Campaign[],
): { campaign: Campaign; occurrence: Occurrence; at: string } | null {
  const [, id, year, at] = key.split('/');
  const campaign = campaigns.find((one) => one.id === id);
  const occurrence = campaign && occurrences(campaign, Number(year))[0];
  return campaign && occurrence && at ? { campaign, occurrence, at } : null;
}

async function postsOf(store: Store, personId: string, now: Date): Promise<{ role: RoleRow; unit: UnitRow }[]> {
  const today = dayOf(now);
  const roles = (await store.find('Role', { personId, fromDay: { lte: today } })).filter(
    ({ untilDay }) => untilDay === null || untilDay >= today,
  );
  const units = await store.find('Unit', { id: { in: roles.map(({ unitId }) => unitId) } });
  return roles.flatMap((role) => {
    const unit = units.find(({ id }) => id === role.unitId);
    return unit ? [{ role, unit }] : [];
  });
}

/** The placeholders by which a known person is addressed. */
export function called(person: Pick<PersonRow, 'calledAs'> | undefined): { chi: string; Chi: string } {
  const calledAs = person?.calledAs ?? '';
  return { chi: calledAs, Chi: calledAs.charAt(0).toLocaleUpperCase('vi') + calledAs.slice(1) };
}
