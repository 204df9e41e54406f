/** What officials enter once a year for a commune (domain section 4), as `yearly/<name>`. */
export const enteredMeasures = [
  'commune-households',
  'cultural-families',
  'poor-households',
  'near-poor-households',
  'commune-households-informed',
  'commune-households-committed',
  'schools',
  'schools-teaching',
  'households-welfare-informed',
  'poor-households-skilled',
  'union-staff',
  'union-staff-trained',
  'speakers',
  'speakers-trained',
  'communicators',
  'communicators-trained',
  'family-staff',
  'family-staff-trained',
  'collaborators',
  'plan-issued',
] as const;
export type EnteredMeasure = (typeof enteredMeasures)[number];

const named = new Set([
  ...['check-ins', 'check-ins/nothing', 'check-ins/late', 'value-vnd', 'activities', 'participants'],
  ...['nominations', 'nominations/chosen'],
  ...['households', 'households/distinct-year', 'households/distinct-plan-year'],
  ...['households-informed', 'households-committed', 'violence/found', 'violence/supported'],
  ...['yearly/households', 'yearly/households-informed', 'yearly/households-committed', 'yearly/convention'],
  ...enteredMeasures.map((name) => `yearly/${name}`),
  ...['reports/month', 'reports/half-year', 'reports/year', 'reports/plan-year'],
]);
const families =
  /^(?:support|reached|activities\/type|activities\/topic|activities\/campaign|models)\/[a-z0-9]+(?:[_-][a-z0-9]+)*$/;

/** Whether a formula may name this measure: those of `core/figure.ts`, and `reports/<kind>`, the reports a unit has sent up. */
export function isMeasure(name: string): boolean {
  return named.has(name) || families.test(name);
}
