/** What a number of the directory belongs to; the words for each are in `prompts/phrases/help.yaml`. */
export const serviceKinds = [
  'police',
  'border_guard',
  'committee',
  'health',
  'safe_house',
  'union',
  'village',
  'school',
  'legal_aid',
  'other',
] as const;
export type ServiceKind = (typeof serviceKinds)[number];

export function isServiceKind(kind: string): kind is ServiceKind {
  return (serviceKinds as readonly string[]).includes(kind);
}
