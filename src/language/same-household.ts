import { fold } from './fold.ts';
import { TITLES } from './household-words.ts';

export type HouseholdKey = { name: string; title: string; hamlet: string };

/** What a household is compared by: the folded name without its title, the title and the folded hamlet ('' where there is none). */
export function householdKey(name: string, hamlet: string | null): HouseholdKey {
  const words = fold(name).split(/\s+/u).filter(Boolean);
  const folded = new Set(TITLES.map((title) => fold(title)));
  let title = '';
  while (words.length > 1 && (folded.has(words[0]!) || /^(?:ho|nha)$/u.test(words[0]!))) title = words.shift()!;
  return {
    name: words.join(' '),
    title,
    hamlet: fold(hamlet ?? '')
      .replace(/\b0+(?=\d)/gu, '')
      .replace(/\s+/gu, ' ')
      .trim(),
  };
}

/**
 * Whether two names of one branch are one household. 'same': name, title and hamlet agree and the hamlet is known. 'ask': the name agrees,
 * and the title differs ("bà Lan", "chị Lan") or a hamlet is missing. 'other': another name or another hamlet.
 */
export function compareHouseholds(one: HouseholdKey, two: HouseholdKey): 'same' | 'ask' | 'other' {
  if (one.name !== two.name) return 'other';
  if (one.hamlet !== '' && two.hamlet !== '' && one.hamlet !== two.hamlet) return 'other';
  return one.hamlet !== '' && one.hamlet === two.hamlet && one.title === two.title ? 'same' : 'ask';
}
