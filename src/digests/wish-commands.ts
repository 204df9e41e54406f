import { type Command, justSay, type Said, type Step } from '../core/dialog.ts';
import type { PeriodKind } from '../core/period.ts';
import { fold } from '../language/fold.ts';
import type { DigestParts } from './parts.ts';
import type { Speaking } from './report-commands.ts';
import {
  accountFor,
  type DigestWish,
  digestKinds,
  digestKindsOf,
  digestTime,
  keepWish,
  readTime,
  wishesOf,
} from './wishes.ts';

/** Messengers by the words people use; each is the first part of the names of its channels. */
const channels = ['zalo', 'telegram', 'bot-framework'] as const;

/** "tắt bản tin", "bản tin lúc 6:30", "chọn bản tin: tuần, tháng; 7 giờ; Zalo": which digests she gets, when and where. */
export function wishCommands({ store, texts }: DigestParts, { command, say }: Speaking): Command[] {
  return [
    command('off', (said) => change(said, { off: true })),
    command('on', (said) => change(said, { off: false })),
    command('at', setTime, true),
    command('choose', choose, true),
  ];

  async function setTime(said: Said, rest: string): Promise<Step> {
    const time = readTime(rest);
    return time === null ? justSay(say(said, 'at-how')) : change(said, { off: false, time });
  }

  async function choose(said: Said, rest: string): Promise<Step> {
    const chosen = readWish(rest);
    return chosen ? change(said, { ...chosen, off: false }) : justSay(say(said, 'choose-how'));
  }

  async function change(said: Said, chosen: DigestWish): Promise<Step> {
    const personId = said.standing?.person.id ?? '';
    const wish = { ...(await wishesOf(store, [personId])).get(personId), ...chosen };
    const changes = [keepWish(personId, wish)];
    if (wish.off) return { kind: 'next', says: [say(said, 'off-done')], changes, state: null };
    const { channel } = wish;
    const known = channel !== undefined && accountFor(wish, await store.find('Account', { personId })) !== null;
    const where = channel === undefined ? '' : texts.say('digests.commands.on-channel', { channel: nameOf(channel) });
    const says = [
      say(said, 'on-done', { kinds: kindsText(digestKindsOf(wish)), time: digestTime(wish), where }),
      ...(channel !== undefined && !known ? [say(said, 'no-account-there', { channel: nameOf(channel) })] : []),
    ];
    return { kind: 'next', says, changes, state: null };
  }

  /** What is named of kinds, an hour and a messenger; null where a word is none of these, or nothing is named. */
  function readWish(text: string): DigestWish | null {
    const wish: { kinds?: PeriodKind[]; time?: string; channel?: string } = {};
    for (const piece of text
      .split(/[:;,]|\s+và\s+|\s+va\s+/iu)
      .map((one) => fold(one).trim())
      .filter(Boolean)) {
      const kind = digestKinds.find((one) => isOneOf(piece, `digests.commands.kinds.${one}`));
      const channel = channels.find((one) => isOneOf(piece, `digests.commands.channels.${one}`));
      const time = kind || channel ? null : readTime(piece);
      if (kind) wish.kinds = [...(wish.kinds ?? []), kind];
      else if (channel) wish.channel = channel;
      else if (time !== null) wish.time = time;
      else return null;
    }
    return Object.keys(wish).length > 0 ? wish : null;
  }

  function isOneOf(piece: string, words: string): boolean {
    return texts.words(words).some((word) => fold(word) === piece.replace(/^(?:qua|ban tin|luc) /u, ''));
  }

  function nameOf(channel: string): string {
    return texts.words(`digests.commands.channels.${channel}`)[0] ?? channel;
  }

  function kindsText(kinds: readonly PeriodKind[]): string {
    return digestKinds
      .filter((kind) => kinds.includes(kind))
      .map((kind) => texts.say(`digests.commands.kind-when.${kind}`))
      .join(', ');
  }
}
