import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadContent } from '../../src/content/load-content.ts';
import { openStage } from '../../src/conversation-files/assistant-stage.ts';
import { hours, minutes } from '../../src/core/clock.ts';
import { promptsFolder } from '../../src/paths.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
  stage = await openStage(loadContent(promptsFolder));
  await stage.setClock('2026-11-22 08:00');
  await stage.addPerson('Xuân', 'official', 'TD-X1');
});
afterAll(() => stage.close());

async function ask(who: string, text: string): Promise<string> {
  await stage.say(who, text);
  return stage
    .shown()
    .filter(({ to }) => to === who)
    .map((one) => one.text)
    .join('\n');
}
const codeIn = (answer: string) => /\d{5} \d{5}/.exec(answer)?.[0] ?? '';
const tokenIn = (answer: string) => /\/start \S+/.exec(answer)?.[0] ?? '';

describe('In the whole bot', () => {
  it('an official invites, a citizen types the code, and reports in her next message', async () => {
    const invited = await ask('Xuân', 'mời vào TD-X1-CH1');
    expect(invited).toContain('vai trò gì');
    const code = codeIn(await ask('Xuân', '1'));
    expect(await ask('Hoa', code)).toContain('Đúng không ạ?');
    expect(await ask('Hoa', '1')).toContain('Em gọi chị là gì');
    expect(await ask('Hoa', 'cô Hoa')).toMatch(/Xong rồi ạ\. Cô là người báo cáo/);
    expect(await ask('Hoa', '1')).not.toContain('không hiểu');
    expect(await ask('Hoa', 'giúp bà Lan sửa nhà 5 triệu')).toContain('Lan');
    await ask('Hoa', 'hủy');
  });

  it('a restart in the middle forgets the citizen, and her code is still good', async () => {
    await ask('Xuân', 'mời vào TD-X1-CH2');
    const code = codeIn(await ask('Xuân', '1'));
    await ask('Mai', code);
    await stage.restart?.();
    expect(await ask('Mai', code)).toContain('Đúng không ạ?');
    await ask('Mai', 'đúng');
    expect(await ask('Mai', 'bỏ qua')).toContain('Xong rồi ạ. Chị là người báo cáo');
  });

  it('who came by a link waits for a yes, is told of it, and has her role', async () => {
    await ask('Xuân', 'mời vào TD-X1-CH1');
    const link = tokenIn(await ask('Xuân', '1'));
    await ask('Tư', link);
    await ask('Tư', '1');
    expect(await ask('Tư', 'chị Tư')).toContain('Em đã báo người mời');
    await stage.move(minutes(31));
    expect(stage.shown().filter(({ to }) => to === 'Xuân')[0]?.text).toContain("nhắn 'duyệt'");
    expect(await ask('Xuân', 'duyệt')).toContain('chị Tư xin làm người báo cáo');
    await ask('Xuân', '1');
    await stage.move(minutes(31));
    expect(stage.shown().filter(({ to }) => to === 'Tư')[0]?.text).toContain('Người mời đã đồng ý');
    expect(await ask('Tư', 'rời')).toContain('người báo cáo');
    await ask('Tư', 'không');
  });

  it('a second account waits twelve hours and a có', async () => {
    const code = codeIn(await ask('Hoa', '/lienket'));
    expect(await ask('Hoa máy khác', code)).toContain('Em đã báo về tài khoản trước');
    await stage.move(hours(1));
    expect(stage.shown().filter(({ to }) => to === 'Hoa')[0]?.text).toContain('xin nối với cô');
    expect(await ask('Hoa máy khác', 'rời')).not.toContain('vai trò');
    await stage.setClock('2026-11-23 06:45');
    await stage.move(minutes(1));
    expect(stage.shown().filter(({ to }) => to === 'Hoa')[0]?.text).toContain('vẫn xin nối với cô');
    expect(await ask('Hoa', 'có')).toContain('nay cũng là của cô');
    expect(await ask('Hoa máy khác', 'rời')).toContain('Cô rời vai trò người báo cáo');
    await ask('Hoa máy khác', 'không');
  });

  it('who is erased is a citizen again, and no conversation of hers stays', async () => {
    const before = await stage.store().count('Conversation', {});
    await ask('Mai', 'xóa dữ liệu của tôi');
    expect(await ask('Mai', 'đồng ý')).toContain('Em đã xóa dữ liệu');
    expect(await stage.store().count('Conversation', {})).toBe(before - 1);
    expect(await ask('Mai', 'rời')).not.toContain('vai trò');
  });

  it('wrong codes are counted though nothing else is kept of the citizen', async () => {
    const people = await stage.store().count('Person', {});
    for (let i = 0; i < 5; i++) expect(await ask('Kẻ đoán', `91234 5670${i}`)).toContain('không đúng');
    await stage.move(minutes(1));
    expect(await ask('Kẻ đoán', '91234 56789')).toContain('sai 5 lần');
    expect(await stage.store().count('Person', {})).toBe(people);
    expect(await stage.store().count('InvitationTry', {})).toBe(5);
  });
});
