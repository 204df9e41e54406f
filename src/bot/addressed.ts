import type { Standing } from '../core/person.ts';

/** The placeholders by which a known person is addressed: {chi} within a sentence, {Chi} at its beginning. */
export function addressed(standing: Standing | null): { chi: string; Chi: string } {
  const chi = standing?.person.calledAs ?? '';
  return { chi, Chi: chi.charAt(0).toLocaleUpperCase('vi') + chi.slice(1) };
}
