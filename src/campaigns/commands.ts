import { put } from '../core/change.ts';
import { writeDay } from '../core/day.ts';
import { type Command, justSay, type Said, type Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import { type Wish, wishId } from '../core/push.ts';
import { fold } from '../language/fold.ts';
import { broadcastCommands } from './broadcast-commands.ts';
import { broadcastDialogId } from './broadcast-dialog.ts';
import { occurrences } from './calendar.ts';
import type { Campaign } from './campaign-schema.ts';
import type { CampaignParts } from './parts.ts';
import { readHours } from './read-hours.ts';
import { fillSection } from './render-campaign.ts';
import { called } from './render-pushes.ts';
import { reportDialogId } from './report-dialog.ts';

/** What people can ask of campaigns in a word. */
export function campaignCommands(parts: CampaignParts): Command[] {
  const { store, texts, campaigns } = parts;
  const say = (said: Said, key: string, params: Record<string, string | number> = {}) =>
    plain(texts.say(`campaigns.${key}`, { ...called(said.standing?.person), ...params }));
  const command = (
    id: string,
    whose: Command['for'],
    run: Command['run'],
    takesRest: Command['takesRest'] = false,
  ): Command => ({
    id: `campaigns.${id}`,
    words: `campaigns.command.${id}`,
    takesRest,
    for: whose,
    recorded: true,
    run,
  });

  return [
    command('show', 'known', show, true),
    command('report', 'reporter', report, true),
    command('none', 'known', (said) => wish(said, { want: 'none' }, 'wish_none')),
    command('fewer', 'known', (said) => wish(said, { want: 'fewer' }, 'wish_fewer')),
    command('all', 'known', (said) => wish(said, { want: 'all' }, 'wish_all')),
    command('hours', 'known', hours, true),
    command('broadcast', 'official', async () => openBroadcast()),
    ...broadcastCommands(parts, command, say),
  ];

  /** The campaigns of the year, or one of them with everything that helps to hold it. */
  async function show(said: Said, rest: string): Promise<Step> {
    const campaign = named(rest, campaigns);
    const year = Number(said.today.slice(0, 4));
    if (!campaign) {
      const upcoming = campaigns
        .flatMap((one) =>
          [year, year + 1].flatMap((y) => occurrences(one, y)).map((occurrence) => ({ one, occurrence })),
        )
        .filter(({ occurrence }) => occurrence.last >= said.today)
        .sort((a, b) => (a.occurrence.first < b.occurrence.first ? -1 : 1))
        .slice(0, 6);
      const choices = upcoming.map(({ one, occurrence }) => ({
        label: texts.say('campaigns.choice', { short: one.short, day: writeDay(occurrence.first, said.today) }),
        says: `${texts.words('campaigns.command.show')[0]} ${one.id}`,
      }));
      return justSay({ ...say(said, choices.length > 0 ? 'upcoming' : 'none_upcoming'), choices });
    }
    const occurrence = [year, year + 1].flatMap((y) => occurrences(campaign, y)).find(({ last }) => last >= said.today);
    if (!occurrence) return justSay(say(said, 'over', { short: campaign.short }));
    const calledAs = said.standing?.person.calledAs ?? '';
    const unit = said.standing?.posts[0]?.unit.name ?? '';
    const sections = campaign.guide.map((name) => plain(fillSection(campaign, name, occurrence, { calledAs, unit })));
    const shown = say(said, 'shown', { short: campaign.short, day: writeDay(occurrence.first, said.today) });
    const picture = campaign.pictureBase64;
    const first = picture ? { ...shown, photo: { png: Buffer.from(picture, 'base64'), alt: campaign.short } } : shown;
    return justSay(first, ...sections, ...(campaign.link ? [plain(campaign.link)] : []));
  }

  /** "báo đợt 28-6": asks what was done; "báo đợt 28-6 họp 35 chị": takes it at once. */
  async function report(said: Said, rest: string): Promise<Step> {
    const [first = '', ...words] = rest.trim().split(/\s+/);
    const campaign = named(rest, campaigns) ?? named(first, campaigns);
    if (!campaign) return show(said, rest);
    const told = named(rest, campaigns) ? '' : words.join(' ');
    const then = told
      ? { dialog: parts.checkIn.dialog, opening: parts.checkIn.opening(`${campaign.mention} ${told}`) }
      : { dialog: reportDialogId, opening: { campaign: campaign.id } };
    return { kind: 'next', says: [], changes: [], state: null, then };
  }

  async function wish(said: Said, wanted: Pick<Wish, 'want'>, told: string): Promise<Step> {
    const personId = said.standing?.person.id;
    if (!personId) return justSay(say(said, told));
    const kept = (await store.first('Setting', { id: wishId(personId) }))?.value as Wish | undefined;
    const value: Wish = { ...kept, ...wanted };
    if (wanted.want === 'all') delete value.hours;
    return {
      kind: 'next',
      says: [say(said, told)],
      changes: [put('Setting', { id: wishId(personId), value })],
      state: null,
    };
  }

  async function hours(said: Said, rest: string): Promise<Step> {
    const personId = said.standing?.person.id;
    const read = readHours(rest, texts);
    if (!personId || !read) return justSay(say(said, 'hours_how'));
    const kept = (await store.first('Setting', { id: wishId(personId) }))?.value as Wish | undefined;
    const value: Wish = { want: kept?.want ?? 'all', hours: read };
    return {
      kind: 'next',
      says: [say(said, 'wish_hours', read)],
      changes: [put('Setting', { id: wishId(personId), value })],
      state: null,
    };
  }

  function openBroadcast(): Step {
    return { kind: 'next', says: [], changes: [], state: null, then: { dialog: broadcastDialogId } };
  }
}

/** The campaign a person means: "28-6", "28/6", "tháng 6", its title. */
export function named(text: string, campaigns: readonly Campaign[]): Campaign | null {
  const said = fold(text.trim()).replace(/[/.\s]+/g, '-');
  if (said === '') return null;
  return (
    campaigns.find(
      ({ id, title }) => said === id || fold(title).replace(/[/.\s]+/g, '-') === said || said.endsWith(`-${id}`),
    ) ?? null
  );
}
