import { z } from 'zod';

const role = z.enum(['reporter', 'member', 'official', 'administrator']);

/** `prompts/demonstration/organisation.yaml`: made-up units and people to try with. */
export const demonstrationSchema = z.strictObject({
  units: z
    .array(
      z.strictObject({
        code: z.string().min(1),
        name: z.string().min(1),
        kind: z.enum(['central', 'province', 'district', 'commune', 'branch', 'group', 'affiliate']),
        parent: z.string().optional(),
        newRural: z.enum(['nang_cao', 'kieu_mau', 'van_minh']).optional(),
        criteriaSets: z.array(z.enum(['5k3s', '5c3s', '5k3s3a'])).optional(),
        pilotOf: z.array(z.string()).optional(),
        oldNames: z.array(z.string()).optional(),
      }),
    )
    .min(1),
  people: z.array(z.strictObject({ id: z.string().min(1), label: z.string().min(1), role, unit: z.string().min(1) })),
  households: z.array(z.string().min(1)).min(1),
});
export type DemonstrationContent = z.infer<typeof demonstrationSchema>;
