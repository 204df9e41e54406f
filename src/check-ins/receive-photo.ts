import { createHash } from 'node:crypto';
import type { Said } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { speakAs } from '../scripts/script-dialog.ts';
import { derivedId } from './derived-id.ts';
import type { ActivityItem, Draft, Item } from './draft.ts';
import type { CheckInParts } from './parts.ts';
import { stripPhoto } from './photo.ts';

/** Larger ones are not even loaded; what is stripped has to be below `photoBytesAtMost`. */
const loadedBytesAtMost = 6_000_000;

/**
 * Stores the photo a message carries, without its location data, as evidence of an activity; null where it carries none. The file is
 * written before the turn is committed: one that no row names is swept away later, never the other way round.
 */
export async function receivePhoto(
  draft: Draft,
  said: Said,
  { texts, savePhoto }: Pick<CheckInParts, 'texts' | 'savePhoto'>,
): Promise<{ answers: Draft; says: Outgoing[] } | null> {
  if (said.facts.carries !== 'photo' || !said.facts.loadPhoto) return null;
  const speak = speakAs(texts, 'weekly', said.standing);
  const answer = (sentence: string) => ({ answers: draft, says: [plain(speak(sentence))] });
  if (hasPrivateItem(draft.items)) return answer('photo-not-here');
  const bytes = await said.facts.loadPhoto(loadedBytesAtMost);
  const stripped = bytes ? stripPhoto(bytes) : ({ ok: false, because: 'too-large' } as const);
  if (!stripped.ok) return answer(stripped.because === 'too-large' ? 'photo-too-large' : 'photo-unreadable');
  const id = derivedId('photo', said.inboundId);
  const photo = {
    id,
    fileName: await savePhoto(id, stripped.bytes),
    sha256: createHash('sha256').update(stripped.bytes).digest('hex'),
    bytes: stripped.bytes.length,
  };
  return { answers: { ...draft, loosePhotos: [...draft.loosePhotos, photo] }, says: [plain(speak('photo-kept'))] };
}

/**
 * Gives photos without an activity to the one told of last. Beside households that are counted without a name for their privacy
 * there are no photos at all (domain section 3). Pure.
 */
export function attachPhotos(draft: Draft): Draft {
  if (hasPrivateItem(draft.items)) {
    const items = draft.items.map((item): Item => (item.is === 'activity' ? { ...item, photos: [] } : item));
    return { ...draft, items, loosePhotos: [] };
  }
  const last = draft.items.filter((item): item is ActivityItem => item.is === 'activity').at(-1);
  if (!last || draft.loosePhotos.length === 0) return draft;
  const items = draft.items.map((item) =>
    item === last ? { ...last, photos: [...last.photos, ...draft.loosePhotos] } : item,
  );
  return { ...draft, items, loosePhotos: [] };
}

function hasPrivateItem(items: readonly Item[]): boolean {
  return items.some((item) => item.is === 'counted' && item.because === 'private');
}
