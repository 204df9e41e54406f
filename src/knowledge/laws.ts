import { z } from 'zod';
import { type Day, isDay } from '../core/day.ts';

export const daySchema = z.string().refine(isDay, 'content.day');

/** `prompts/laws.yaml`: each text of law that an entry may cite, and when it is valid. */
export const lawsSchema = z.array(
  z.strictObject({
    /** `13/2022/QH15`, as an entry cites it. */
    number: z.string().min(1),
    title: z.string().min(1),
    from: daySchema,
    /** The last day of its validity; null while no end is known. */
    until: daySchema.nullable(),
    replacedBy: z.string().min(1).nullable(),
  }),
);

export type Law = z.infer<typeof lawsSchema>[number];

export interface Laws {
  find(number: string): Law | undefined;
  /** False also for a text that the table does not know: nothing is quoted from it. */
  isValid(number: string, day: Day): boolean;
}

export function newLaws(table: readonly Law[]): Laws {
  const byNumber = new Map(table.map((law) => [law.number, law]));
  return {
    find: (number) => byNumber.get(number),
    isValid(number, day) {
      const law = byNumber.get(number);
      return law !== undefined && law.from <= day && (law.until === null || day <= law.until);
    },
  };
}
