import type { Update } from 'telegraf/types';
import { describe, expect, it } from 'vitest';
import { fromOutgoing, type TelegramSelf, toActivity } from '../../src/channels/telegram/telegram-activity.ts';
import { toKeyboard } from '../../src/channels/telegram/telegram-buttons.ts';
import type { ChannelFacts } from '../../src/core/channel.ts';
import { addressOf } from './telegram-harness.ts';

const loaded: string[] = [];
const self: TelegramSelf = {
  id: 4242,
  username: 'to_am_bot',
  commands: new Map([['menu', 'menu']]),
  load: async (fileId) => {
    loaded.push(fileId);
    return new Uint8Array([1]);
  },
};

const lan = { id: 1001, is_bot: false, first_name: 'Lan' };
const inPrivate = { id: 1001, type: 'private', first_name: 'Lan' };
const inGroup = { id: -500, type: 'group', title: 'Chi hội' };

function message(fields: object): Update {
  return {
    update_id: 7,
    message: { message_id: 12, date: 1_700_000_000, from: lan, chat: inPrivate, ...fields },
  } as Update;
}
const read = (update: Update) => toActivity(update, self);
const factsOf = (update: Update) => read(update)?.channelData as ChannelFacts | undefined;

describe('What Telegram hands over', () => {
  it('keeps neither the name nor the user name of who writes', () => {
    expect(JSON.stringify(read(message({ text: 'chào' })))).not.toContain('Lan');
  });

  it.each([
    { was: 'a text', fields: { text: 'chào' }, text: 'chào', carries: undefined },
    {
      was: 'the link of an invitation',
      fields: { text: '/start 1234567890' },
      text: '/start 1234567890',
      carries: undefined,
    },
    { was: 'a command of the menu', fields: { text: '/menu' }, text: 'menu', carries: undefined },
    {
      was: 'a command of the menu with our name',
      fields: { text: '/menu@to_am_bot' },
      text: 'menu',
      carries: undefined,
    },
    { was: 'a photo with words', fields: { photo: [], caption: 'họp tổ' }, text: 'họp tổ', carries: 'photo' },
    {
      was: 'a picture sent as a file',
      fields: { document: { file_id: 'd', mime_type: 'image/png' } },
      text: '',
      carries: 'photo',
    },
    {
      was: 'a spreadsheet',
      fields: { document: { file_id: 'd', mime_type: 'application/x' } },
      text: '',
      carries: 'file',
    },
    { was: 'a voice message', fields: { voice: { file_id: 'v' } }, text: '', carries: 'voice' },
    { was: 'a sticker', fields: { sticker: { file_id: 's' } }, text: '', carries: 'sticker' },
    { was: 'a place', fields: { location: { latitude: 1, longitude: 2 } }, text: '', carries: 'location' },
    { was: 'a contact', fields: { contact: { phone_number: '0' } }, text: '', carries: 'contact' },
    { was: 'a video', fields: { video: { file_id: 'v' } }, text: '', carries: 'unsupported' },
  ])('reads $was', ({ fields, text, carries }) => {
    const activity = read(message(fields));
    expect(activity?.text).toBe(text);
    expect(factsOf(message(fields))?.carries).toBe(carries);
  });

  it.each([
    { was: 'our own echo', update: message({ text: 'chào', from: { ...lan, id: 4242, is_bot: true } }) },
    { was: 'another bot', update: message({ text: 'chào', from: { ...lan, is_bot: true } }) },
    { was: 'talk of a group that is not for us', update: message({ text: 'chào cả nhà', chat: inGroup }) },
    {
      was: 'a name in a group that only begins like ours',
      update: message({ text: '@to_am_bot2 chào', chat: inGroup }),
    },
    { was: 'a note that somebody joined', update: message({ new_chat_members: [lan], chat: inGroup }) },
    {
      was: 'a post of a channel',
      update: { update_id: 1, channel_post: { message_id: 1, text: 'tin' } } as unknown as Update,
    },
    {
      was: 'a post that a channel put into its group',
      update: message({ text: '@to_am_bot tin', chat: inGroup, is_automatic_forward: true }),
    },
  ])('passes over $was', ({ update }) => {
    expect(read(update)).toBeNull();
  });

  it('hears in a group who names the bot, without the name, and who answers it', () => {
    const named = read(message({ text: '@To_Am_Bot giúp bà Lan', chat: inGroup }));
    expect(named).toMatchObject({ text: 'giúp bà Lan', channelData: { scope: 'group', addressed: true } });
    expect(named?.conversation?.isGroup).toBe(true);
    const answered = message({ text: 'đúng', chat: inGroup, reply_to_message: { from: { id: 4242 } } });
    expect(factsOf(answered)).toMatchObject({ scope: 'group', addressed: true });
  });

  it('tells how the message of the bot begins that she answers, and of nobody else', () => {
    const answering = (from: number) =>
      message({ text: 'chị nghe đây', reply_to_message: { from: { id: from }, text: 'K1: em sợ lắm' } });
    expect(factsOf(answering(4242))).toMatchObject({ quotes: 'K1: em sợ lắm' });
    expect(factsOf(answering(77))).not.toHaveProperty('quotes');
  });

  it('tells a forwarded message and an edited one', () => {
    expect(factsOf(message({ text: 'tin', forward_origin: { type: 'channel' } }))).toMatchObject({ forwarded: true });
    const { message: said } = message({ text: 'sửa rồi', edit_date: 1_700_000_060 }) as { message: object };
    const edited = read({ update_id: 8, edited_message: said } as Update);
    expect(edited).toMatchObject({ text: 'sửa rồi', channelData: { edited: true } });
    expect(edited?.id).not.toBe(read(message({ text: 'sửa' }))?.id);
  });

  it('tells that she blocked the bot, without words', () => {
    const update = {
      update_id: 9,
      my_chat_member: { chat: inPrivate, from: lan, date: 1, new_chat_member: { status: 'kicked' } },
    } as unknown as Update;
    expect(read(update)).toMatchObject({ type: 'conversationUpdate', text: '', channelData: { gone: true } });
    const back = structuredClone(update) as unknown as { my_chat_member: { new_chat_member: { status: string } } };
    back.my_chat_member.new_chat_member.status = 'member';
    expect(read(back as unknown as Update)).toBeNull();
  });

  it('loads the largest picture that fits, and none when all are too large', async () => {
    const photo = [
      { file_id: 'small', width: 90, height: 90, file_size: 2_000 },
      { file_id: 'large', width: 1_280, height: 960, file_size: 200_000 },
      { file_id: 'middle', width: 320, height: 240, file_size: 20_000 },
    ];
    const facts = factsOf(message({ photo }));
    loaded.length = 0;
    await facts?.loadPhoto?.(100_000);
    expect(await facts?.loadPhoto?.(1_000)).toBeNull();
    expect(loaded).toEqual(['middle']);
  });
});

describe('A button', () => {
  const press = (says: string, label: string, shown: 'shown' | 'too old') => {
    const keyboard = toKeyboard([{ label, says }]);
    const [button] = keyboard.inline_keyboard[0] ?? [];
    const data = button && 'callback_data' in button ? button.callback_data : '';
    const old = { message_id: 5, date: 0, chat: inPrivate };
    const under = { ...old, date: 1_700_000_000, reply_markup: keyboard };
    const callback_query = { id: '77', from: lan, chat_instance: '1', data, message: shown === 'shown' ? under : old };
    return { data, activity: read({ update_id: 3, callback_query } as unknown as Update) };
  };

  it('carries its own words, so that a press is understood after a restart', () => {
    const { activity } = press('lưu', 'Lưu', 'too old');
    expect(activity).toMatchObject({ text: 'lưu', id: 'c77', channelData: { pressedUnder: '5' } });
  });

  it('stays within the 64 bytes of Telegram when its words are longer, and then says its label', () => {
    const long = 'giúp bà Lan sửa nhà, chị Hoa đạt sạch bếp, họp chi hội ba mươi lăm người';
    const { data, activity } = press(long, 'Như tuần trước', 'shown');
    expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
    expect(activity?.text).toBe('Như tuần trước');
  });

  it('of a menu so old that Telegram no longer shows it says nothing, but under what it stood', () => {
    const long = 'một câu rất dài mà nút bấm không mang nổi trong sáu mươi tư byte của nó';
    expect(press(long, 'Nhãn', 'too old').activity).toMatchObject({ text: '', channelData: { pressedUnder: '5' } });
  });
});

describe('What Telegram gets', () => {
  it('is plain text, without previews of links', () => {
    expect(fromOutgoing({ text: '<b>1 & 2</b> *sao*' }, addressOf('1001'))).toEqual([
      {
        method: 'sendMessage',
        payload: { chat_id: '1001', text: '<b>1 & 2</b> *sao*', link_preview_options: { is_disabled: true } },
      },
    ]);
  });

  it('sends a text too long for a caption after its picture', () => {
    const text = 'dài '.repeat(400);
    const calls = fromOutgoing({ text, photo: { png: new Uint8Array(3), alt: 'Biểu đồ' } }, addressOf('1001'));
    expect(calls.map(({ method }) => method)).toEqual(['sendPhoto', 'sendMessage']);
    expect(calls[0]?.payload).not.toHaveProperty('caption');
  });

  it('answers her message in a group', () => {
    const to = {
      ...addressOf('-500'),
      activityId: 'm12',
      conversation: { id: '-500', name: '', isGroup: true, conversationType: 'groupChat' },
    };
    expect(fromOutgoing({ text: 'dạ' }, to)[0]?.payload).toMatchObject({
      reply_parameters: { message_id: 12, allow_sending_without_reply: true },
    });
  });
});
