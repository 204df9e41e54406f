import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBroadcasts } from '../../src/campaigns/broadcast.ts';
import { occurrences } from '../../src/campaigns/calendar.ts';
import type { Campaign } from '../../src/campaigns/campaign-schema.ts';
import { progressOf, resultsOf } from '../../src/campaigns/results.ts';
import { goOn, holdComing, keysUnder, letComingGo, pause, stop } from '../../src/campaigns/stopping.ts';
import { campaignOfDigest } from '../../src/coming-campaign.ts';
import { amend } from '../../src/core/change.ts';
import { days, hours } from '../../src/core/clock.ts';
import type { Dialog } from '../../src/core/dialog.ts';
import { type CampaignWorld, campaignWorld, shippedCampaigns, textsOf } from '../support/campaign-world.ts';

let world: CampaignWorld;
afterEach(() => world.close());

async function province(at: string, campaigns?: Campaign[]): Promise<void> {
  world = await campaignWorld(at, campaigns);
  await world.addUnit('tinh', 'province', null);
  await world.addUnit('xa', 'commune', 'tinh');
  await world.addUnit('ch1', 'branch', 'xa');
  await world.addUnit('ch2', 'branch', 'xa');
  await world.addMember('can-bo', 'xa', 'official');
  await world.addMember('tinh-hoi', 'tinh', 'official');
  await world.addMember('lan', 'ch1', 'reporter');
  await world.addMember('hoa', 'ch2', 'reporter');
  for (const n of [1, 2, 3]) await world.addMember(`hv${n}`, 'ch1', 'member');
}
const got = (person: string) => world.telegram.texts(person);
const family = shippedCampaigns.find(({ id }) => id === '28-6') as Campaign;

describe('28/6 with nobody at the keyboard', () => {
  it('is planned by officials, prepared by branches, said to everybody once, and asked about where nothing was told', {
    timeout: 120_000,
  }, async () => {
    await province('2027-05-28T12:00:00+07:00', [family]);
    await world.pass(days(2));
    expect(got('can-bo')).toHaveLength(1);
    expect(got('can-bo')[0]).toMatch(/^Chị ơi, còn một tháng nữa là đến Ngày Gia đình Việt Nam/);
    expect(got('can-bo')[0]).toContain('Đơn vị xa');
    expect(got('lan')).toEqual([]);
    await world.pass(days(26));
    expect(got('lan').map((text) => text.slice(0, 27))).toEqual([
      'Chị ơi, còn hai tuần nữa là',
      'Chị ơi, còn một tuần nữa là',
    ]);
    await world.reportActivity('ch1', '28-6', '2027-06-27', 40);
    await world.pass(days(3));
    expect(got('lan')).toHaveLength(3);
    for (const n of [1, 2, 3]) expect(got(`hv${n}`)).toEqual([expect.stringContaining('Hôm nay 28/6')]);
    await world.pass(days(4));
    expect(got('lan')).toHaveLength(3);
    expect(got('hoa')).toHaveLength(4);
    expect(got('hoa')[3]).toContain('vừa rồi chi hội mình đã làm gì');
    const asked = world.telegram.delivered.find(({ text }) => text.includes('vừa rồi chi hội mình'));
    expect(new Date(asked?.at ?? 0).toISOString()).toMatch(/^2027-07-01T0[12]:/);
  });

  it('does not ask a branch that told of it in the minute before', async () => {
    await province('2027-07-01T07:55:00+07:00', [family]);
    await world.schedule.tick();
    world.clock.moveTo('2027-07-01T08:00:00+07:00');
    await world.schedule.tick();
    await world.reportActivity('ch1', '28-6', '2027-06-28', 40);
    await world.outbox.tick();
    expect(got('lan')).toEqual([]);
    expect(got('hoa')).toHaveLength(1);
  });

  it('opens a check-in that knows its campaign from the answer under the question', async () => {
    await province('2027-07-01T07:59:00+07:00', [family]);
    const choices: unknown[] = [];
    const deliver = world.telegram.deliver.bind(world.telegram);
    world.telegram.deliver = (message, to) => {
      choices.push(...(message.choices ?? []));
      return deliver(message, to);
    };
    await world.pass(hours(1));
    expect(choices).toContainEqual({ label: 'Báo ngay', says: 'báo đợt 28-6' });
    const asked = await world.command('lan', 'report', '28-6');
    expect(asked).toMatchObject({ then: { dialog: 'campaigns.report', opening: { campaign: '28-6' } } });
    const dialog = world.feature.dialogs[1] as Dialog;
    const begun = await dialog.begin(await world.said('lan', ''), { campaign: '28-6' });
    expect(textsOf(begun)[0]).toMatch(/chi hội mình đã làm gì/);
    const state = begun.kind === 'next' ? begun.state : null;
    expect(await dialog.answer(state, await world.said('lan', 'họp 35 chị'))).toMatchObject({
      then: { dialog: 'check-ins.week', opening: { text: 'dịp 28/6 họp 35 chị' } },
    });
    expect(await world.command('lan', 'report', '28/6 họp 35 chị')).toMatchObject({
      then: { dialog: 'check-ins.week', opening: { text: 'dịp 28/6 họp 35 chị' } },
    });
  });

  it('writes once to somebody who is both reporter and member', async () => {
    await province('2027-06-28T06:50:00+07:00', [family]);
    await world.addMember('lan', 'ch1', 'member');
    await world.pass(hours(3));
    expect(got('lan')).toHaveLength(1);
  });

  it('does not come a week late when the machine was off', async () => {
    await province('2027-06-26T12:00:00+07:00', [family]);
    await world.schedule.tick();
    await world.outbox.tick();
    world.telegram.delivered.length = 0;
    world.clock.advance(days(9));
    await world.pass(hours(1));
    expect(world.telegram.texts().filter((text) => text.includes('Hôm nay'))).toEqual([]);
  });

  it('reaches by unit mark only those who have it', async () => {
    const marked: Campaign = {
      ...family,
      audiences: { ...family.audiences, 'chi-hoi': { roles: ['reporter'], marks: { pilotOf: 'ND' } } },
    };
    await province('2027-06-13T12:00:00+07:00', [marked]);
    await world.store.commit([amend('Unit', { id: 'ch2' }, { marks: { pilotOf: ['ND'] } })]);
    await world.pass(days(2));
    expect(got('hoa')).toHaveLength(1);
    expect(got('lan')).toEqual([]);
  });
});

describe('Those who cannot be reached', () => {
  it('become one text for their reporter, and are counted apart', async () => {
    await province('2027-06-28T06:50:00+07:00', [family]);
    await world.store.commit([amend('Account', { personId: { in: ['hv1', 'hv2'] } }, { state: 'blocked' })]);
    await world.pass(hours(12));
    const forwards = got('lan').filter((text) => text.includes('chuyển lời dưới đây vào nhóm Zalo chi hội'));
    expect(forwards).toHaveLength(1);
    expect(forwards[0]).toMatch(/có 2 hội viên/);
    expect(forwards[0]).toContain('Mời các chị giữ một bữa cơm tối');
    expect(got('hoa').filter((text) => text.includes('chuyển lời'))).toEqual([]);
    const [occurrence] = occurrences(family, 2027);
    const results = await resultsOf(world.store, family, occurrence as never);
    expect(results.reach).toEqual({ direct: 3, forwarded: 2, unreachable: 0 });
  });
});

describe('The results of a campaign', () => {
  it('say what was sent, stopped and held, and by whom', async () => {
    await province('2027-06-28T06:50:00+07:00', [family]);
    await world.reportActivity('ch1', '28-6', '2027-06-27', 40);
    await world.reportActivity('ch1', '28-6', '2027-06-28', 10);
    await world.reportActivity('ch2', '28-6', '2027-01-28', 99); // not in its days
    await world.pass(hours(2));
    const [occurrence] = occurrences(family, 2027);
    expect(await resultsOf(world.store, family, occurrence as never)).toMatchObject({
      read: null,
      held: { activities: 2, participants: 50, units: 1, unitsAsked: 2 },
      heldByUnit: [{ code: 'ch1', activities: 2, participants: 50 }],
    });
    expect(await progressOf(world.store, 'campaign/28-6/2027/D/')).toMatchObject({ sent: 5, waiting: 0, failed: 0 });
  });

  it('count the branches that told of it after they were asked, and stand in the digest of their commune', async () => {
    await province('2027-07-01T07:50:00+07:00', [family]);
    await world.pass(hours(2));
    expect(got('hoa').at(-1)).toContain('đã làm gì');
    await world.reportActivity('ch2', '28-6', '2027-06-28', 20);
    const [occurrence] = occurrences(family, 2027);
    const results = await resultsOf(world.store, family, occurrence as never);
    expect(results.answers).toEqual({ asked: 2, told: 1 });
    const of = (unitId: string, day: string) => campaignOfDigest([family], day, { store: world.store, unitId });
    expect(await of('xa', '2027-07-02')).toMatchObject({ held: { activities: 1, units: 1, unitsAsked: 2 } });
    expect(await of('ch1', '2027-07-02')).toMatchObject({ held: { activities: 0, units: 0, unitsAsked: 1 } });
    expect(await of('xa', '2027-06-20')).toEqual({ title: family.title, first: '2027-06-28' });
    expect(await of('xa', '2027-07-09')).toEqual({ title: family.title, first: '2028-06-28' });
  });

  it('show what a stop, a pause and going on did', async () => {
    await province('2027-06-28T07:00:00+07:00', [family]);
    world.clock.moveTo('2027-06-28T07:31:00+07:00');
    await world.schedule.tick();
    await world.store.commit([pause('campaign/28-6/2027/D/')]);
    await world.outbox.tick();
    expect(world.telegram.texts()).toEqual([]);
    await world.store.commit([goOn('campaign/28-6/2027/D/', world.clock.now())]);
    await world.store.commit([amend('OutboxRow', { personId: { in: ['hv1', 'hv2'] } }, { state: 'pending' })]);
    await world.store.commit([stop('campaign/28-6/2027/D/', world.clock.now())]);
    await world.outbox.tick();
    expect(await progressOf(world.store, 'campaign/28-6/2027/D/')).toMatchObject({ sent: 0, stopped: 5 });
  });
});

describe('A campaign that an operator holds', () => {
  const all = 'campaign/28-6/2027/';

  it('is written no more once it was stopped, also what was still to come', async () => {
    await province('2027-06-13T12:00:00+07:00', [family]);
    await world.store.commit([holdComing(all, 'stopped')]);
    await world.pass(days(20));
    expect(world.telegram.texts()).toEqual([]);
    expect(await world.store.count('OutboxRow', { key: keysUnder(all) })).toBe(0);
  });

  it('keeps what comes due while it is paused, and sends it when it goes on', async () => {
    await province('2027-06-28T06:50:00+07:00', [family]);
    await world.store.commit([holdComing(`${all}D/`, 'paused')]);
    await world.pass(hours(2));
    expect(world.telegram.texts()).toEqual([]);
    expect(await progressOf(world.store, `${all}D/`)).toMatchObject({ waiting: 5 });
    await world.store.commit([letComingGo(`${all}D/`), goOn(`${all}D/`, world.clock.now())]);
    await world.pass(hours(1));
    expect(world.telegram.texts()).toHaveLength(5);
  });
});

describe('A member who wants fewer messages', () => {
  beforeEach(() => province('2027-06-28T06:50:00+07:00', [family]));

  it.each([
    { wish: 'none', rest: '', gets: 0 },
    { wish: 'fewer', rest: '', gets: 1 },
    { wish: 'hours', rest: 'buổi tối', gets: 0 },
    { wish: 'hours', rest: '7h-11h30', gets: 1 },
  ])('gets $gets on the morning after "$wish $rest"', async ({ wish, rest, gets }) => {
    expect(textsOf(await world.command('hv1', wish, rest))[0]).not.toMatch(/\{/);
    await world.pass(hours(3));
    expect(got('hv1')).toHaveLength(gets);
    expect(got('hv2')).toHaveLength(1);
  });

  it('gets it in the evening when those are her hours, and everything again after "nhận tin"', async () => {
    await world.command('hv1', 'hours', 'buổi tối');
    await world.command('hv2', 'none');
    await world.command('hv2', 'all');
    await world.pass(hours(13));
    const [hers] = world.telegram.delivered.filter(({ chat }) => chat === 'hv1');
    expect(new Date(hers?.at ?? 0).toISOString()).toMatch(/^2027-06-28T1[123]:/);
    expect(got('hv2')).toHaveLength(1);
  });

  it('is asked again when her hours are unclear', async () => {
    expect(textsOf(await world.command('hv1', 'hours', 'lúc nào rảnh'))[0]).toMatch(/nhắn giờ muốn nhận tin/);
  });
});

describe('The campaigns shown to somebody who asks', () => {
  it('are a list to choose from, then everything that helps to hold one', async () => {
    await province('2027-06-20T09:00:00+07:00');
    const list = await world.command('lan', 'show');
    expect(list.kind === 'next' && list.says[0]?.choices?.map(({ says }) => says)).toEqual([
      'đợt thang-6',
      'đợt 28-6',
      'đợt 25-11',
      'đợt 20-3',
      'đợt thang-6',
      'đợt 28-6',
    ]);
    const step = await world.command('lan', 'show', '28/6');
    const photos = step.kind === 'next' ? step.says.flatMap(({ photo }) => photo?.alt ?? []) : [];
    expect(photos).toEqual(['28/6']);
    const shown = textsOf(step);
    expect(shown).toHaveLength(7);
    expect(shown.join('\n')).toMatch(/Chương trình mẫu[\s\S]*Lời 1[\s\S]*Lời 3[\s\S]*1900 969 680/);
  });
});

describe('A message that an official writes herself', () => {
  let dialog: Dialog;
  beforeEach(async () => {
    await province('2027-06-20T09:00:00+07:00', []);
    dialog = world.feature.dialogs[0] as Dialog;
  });
  const text = 'Mời các chị dự tập huấn ở nhà văn hóa xã lúc 14 giờ thứ Năm.';
  const compose = (...more: (string | object)[]) =>
    world.play(dialog, 'can-bo', '1', text, 'không', 'ngay', ...(more as string[]));
  const code = async () => {
    const kept = await world.store.first('Setting', { id: { gte: 'broadcast/', lt: 'broadcast0' } });
    return (kept?.value as { code: string } | undefined)?.code ?? '';
  };

  it('is shown as it will arrive, with how many it reaches and how long that takes', async () => {
    const step = await compose();
    const [shown = '', preview = ''] = textsOf(step);
    expect(shown).toBe(`Đơn vị xa thông báo:\n${text}`);
    expect(preview).toMatch(/tới 2 người[\s\S]*telegram 2[\s\S]*0 người đã chặn/);
  });

  it('leaves only after another official has said yes', async () => {
    await compose('1');
    await world.pass(hours(1));
    expect(got('lan')).toEqual([]);
    expect(got('tinh-hoi')[0]).toMatch(/xin duyệt một tin gửi 2 người[\s\S]*duyệt \d{4}/);
    expect(textsOf(await world.command('can-bo', 'approve', await code()))[0]).toMatch(/phải cán bộ khác duyệt/);
    await world.pass(hours(1));
    expect(got('lan')).toEqual([]);
    await world.command('tinh-hoi', 'approve', await code());
    await world.pass(hours(1));
    expect(got('lan')).toEqual([`Đơn vị xa thông báo:\n${text}`]);
    expect(got('hoa')).toHaveLength(1);
    expect(got('hv1')).toEqual([]);
    expect(textsOf(await world.command('tinh-hoi', 'approve', await code()))[0]).toMatch(/đã có người quyết định/);
    expect(textsOf(await world.command('can-bo', 'stop_broadcast', await code()))[0]).toMatch(/không còn gì để dừng/);
  });

  it('does not leave when she says no, nor after it was stopped', async () => {
    await compose('1');
    await world.command('tinh-hoi', 'refuse', await code());
    await world.pass(hours(1));
    expect(got('lan')).toEqual([]);
  });

  it('can be stopped between the yes and its time', async () => {
    await world.play(dialog, 'can-bo', '1', text, 'không', '25/6 8h', '1');
    await world.command('tinh-hoi', 'approve', await code());
    await world.pass(days(2));
    expect(textsOf(await world.command('can-bo', 'stop_broadcast', await code()))[0]).toMatch(/đã dừng tin/);
    await world.pass(days(5));
    expect(got('lan')).toEqual([]);
  });

  it('can be held and go on, and says how far it is', async () => {
    const says = async (id: string) => textsOf(await world.command('can-bo', id, await code()))[0];
    await world.play(dialog, 'can-bo', '1', text, 'không', '21/6 8h', '1');
    expect(await says('progress')).toMatch(/còn chờ một cán bộ khác duyệt/);
    await world.command('tinh-hoi', 'approve', await code());
    expect(await says('pause_broadcast')).toMatch(/tạm dừng/);
    await world.pass(days(1));
    expect(got('lan')).toEqual([]);
    expect(await says('resume_broadcast')).toMatch(/gửi tiếp/);
    await world.schedule.tick();
    expect(await says('progress')).toMatch(/Đã gửi 0, còn chờ 2/);
    expect(await says('pause_broadcast')).toMatch(/tạm dừng/);
    await world.pass(hours(3));
    expect(got('lan')).toEqual([]);
    expect(await says('pause_broadcast')).toMatch(/không còn gì/);
    expect(await says('resume_broadcast')).toMatch(/gửi tiếp/);
    await world.pass(hours(1));
    expect(got('lan')).toHaveLength(1);
    expect(await says('progress')).toMatch(/tới 2 người:\nĐã gửi 2, còn chờ 0/);
    expect(await says('pause_broadcast')).toMatch(/không còn gì/);
  });

  it('may be said yes to without its code only where no other could be meant', async () => {
    await compose('1');
    const [own] = textsOf(await world.command('can-bo', 'approve'));
    expect(own).toMatch(/không thấy tin nào/);
    await compose('1');
    expect(textsOf(await world.command('tinh-hoi', 'approve'))[0]).toMatch(/không thấy tin nào/);
    await world.command('tinh-hoi', 'refuse', await code());
    expect(textsOf(await world.command('tinh-hoi', 'approve'))[0]).toMatch(/Đã duyệt/);
    expect(textsOf(await world.command('can-bo', 'progress'))[0]).toMatch(/Đã gửi 0, còn chờ 2|không được duyệt/);
  });

  it('becomes one text for the reporter of those it cannot reach, counted apart; a stop ends that too', async () => {
    const noMore = amend('Account', { personId: { in: ['hv1', 'hv2'] } }, { state: 'blocked' });
    await world.store.commit([noMore]);
    await world.play(dialog, 'can-bo', '2', text, 'không', 'ngay', '1');
    await world.command('tinh-hoi', 'approve', await code());
    await world.pass(hours(3), hours(1));
    expect(got('hv3')).toEqual([`Đơn vị xa thông báo:\n${text}`]);
    const passedOn = got('lan');
    expect(passedOn).toHaveLength(1);
    expect(passedOn[0]).toMatch(/có 2 hội viên của chi hội em chưa nhắn tới được/);
    expect(passedOn[0]).toContain(text);
    expect(got('hoa')).toEqual([]);
    expect(textsOf(await world.command('can-bo', 'progress', await code()))[0]).toMatch(
      /Đã gửi 1, còn chờ 0[\s\S]*chuyển vào nhóm 2, không tới được 0/,
    );
    await world.pass(days(2));
    expect(got('lan')).toHaveLength(1);
    await world.play(dialog, 'can-bo', '2', `${text} Nhớ mang sổ.`, 'không', 'ngay', '1');
    const second = (await readBroadcasts(world.store))[0]?.code;
    await world.command('tinh-hoi', 'approve', second);
    await world.pass(60_000, 60_000);
    await world.store.commit([amend('OutboxRow', { personId: 'hv3', state: 'sent' }, { state: 'pending' })]);
    await world.command('can-bo', 'stop_broadcast', second);
    await world.pass(days(1));
    expect(got('lan')).toHaveLength(1);
  });

  it('is not shown to the officials of another commune', async () => {
    await world.addUnit('xa2', 'commune', 'tinh');
    await world.addMember('can-bo-2', 'xa2', 'official');
    await compose('1');
    for (const id of ['progress', 'pause_broadcast', 'resume_broadcast', 'stop_broadcast', 'approve'])
      expect(textsOf(await world.command('can-bo-2', id, await code()))[0]).toMatch(/không thấy tin nào số/);
  });

  it('loses its picture when she writes it anew without one', async () => {
    const picture = { loadPhoto: async () => new Uint8Array([9]) };
    await world.play(dialog, 'can-bo', '1', text, picture, 'ngay', '2', text, 'không', 'ngay', '1');
    expect((await readBroadcasts(world.store))[0]?.sealedPhoto).toBeNull();
  });

  it('carries its picture', async () => {
    await world.play(dialog, 'can-bo', '1', text, { loadPhoto: async () => new Uint8Array([9, 8, 7]) }, 'ngay', '1');
    const photos: unknown[] = [];
    world.telegram.deliver = async ({ photo }) => {
      photos.push(photo && [...photo.png]);
      return { messageIds: [] };
    };
    await world.command('tinh-hoi', 'approve', await code());
    await world.pass(hours(1));
    expect(photos.filter(Boolean)).toContainEqual([9, 8, 7]);
  });

  it.each([
    { because: 'nobody would get it', answers: ['4'], says: /sẽ không tới ai/ },
    { because: 'it is too long for Zalo', answers: ['1', 'dài '.repeat(600)], says: /nhiều nhất 1800/ },
    {
      because: 'it begins with a word that others should not see',
      answers: ['1', 'Nói về bạo lực trong nhà mình'],
      says: /từ dễ làm người khác chú ý/,
    },
    { because: 'nobody would understand it', answers: ['1', '2'], says: /ngắn quá[\s\S]*gõ nội dung/ },
    { because: 'its picture is too large', answers: ['1', text, { loadPhoto: async () => null }], says: /Ảnh lớn quá/ },
    {
      because: 'its time has passed',
      answers: ['1', text, 'không', '19/6 8h'],
      says: /Giờ ấy đã qua[\s\S]*Gửi khi nào/,
    },
    {
      because: 'no June has its day',
      answers: ['1', text, 'không', '31/6 8h'],
      says: /không có ngày ấy[\s\S]*Gửi khi nào/,
    },
    {
      because: 'a place in it would stay empty',
      answers: ['1', `${text} Chào {ten}.`],
      says: /có \{ten\}[\s\S]*viết hẳn ra/,
    },
  ])('is not taken because $because', async ({ answers, says }) => {
    const step = await world.play(dialog, 'can-bo', ...(answers as string[]));
    expect(textsOf(step).join('\n')).toMatch(says);
    expect(await world.store.count('OutboxRow', {})).toBe(0);
  });

  it('cannot be written by a member, and not confirmed by an official of elsewhere', async () => {
    expect(textsOf(await dialog.begin(await world.said('hv1', '')))[0]).toMatch(/dành cho cán bộ/);
    await world.addUnit('xa2', 'commune', 'tinh');
    await world.addMember('can-bo-2', 'xa2', 'official');
    await compose('1');
    expect(textsOf(await world.command('can-bo-2', 'approve', await code()))[0]).toMatch(/không thấy tin nào/);
  });

  it('written at night is sent in the morning', async () => {
    world.clock.moveTo('2027-06-20T22:00:00+07:00');
    expect(textsOf(await compose()).join('\n')).toMatch(/Gửi lúc 06:30 21\/6/);
  });
});
