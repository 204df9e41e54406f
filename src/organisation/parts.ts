import type { Change } from '../core/change.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import type { TextParams, Texts } from '../core/texts.ts';
import { addressing } from './speaking.ts';

/** What the organisation needs of the rest. */
export interface OrganisationParts {
  store: Store;
  texts: Texts;
  sealing: Sealing;
  clock: Clock;
  log?: Log;
  /** Makes a message of our own accord a part of the commit; without it nobody is told, and accounts cannot be joined. */
  push?: Push;
  /** Where a link with this token leads; null where no messenger with links is configured. */
  joinLink?: (token: string) => string | null;
  /** Codes may be taken up on the web page too: in demonstration mode only, since a page proves nobody. */
  rolesOnWeb?: boolean;
  /** The dialog that asks once what may be kept; opened when somebody who will report has joined. */
  consentDialog?: string;
}

/** Something to tell a person later, on the channel she prefers. */
export interface Notice {
  /** Says what it is, so that it is told only once; the row of the outbox has this very key. Begins with `organisation/`. */
  key: string;
  personId: string;
  message: Outgoing;
  notBefore: Date;
  /** After this it is of no use. */
  expiresAt: Date;
}

export type Push = (notice: Notice) => readonly Change[];

export interface NoticeText extends Omit<Notice, 'message'> {
  textKey: string;
  params?: TextParams;
}

/** The changes that tell a person something, addressed as she asked to be; none where nothing can be pushed. */
export async function tell(
  { store, texts, push }: OrganisationParts,
  { textKey, params, ...notice }: NoticeText,
): Promise<readonly Change[]> {
  if (!push) return [];
  const person = await store.first('Person', { id: notice.personId });
  return push({ ...notice, message: plain(texts.say(textKey, { ...addressing(texts, person?.calledAs), ...params })) });
}
