import type { AccountRow, PersonRow, RoleName, RoleRow, UnitRow } from './records.ts';

/** A role that holds today, with its unit. */
export interface Post {
  role: RoleRow;
  unit: UnitRow;
}

/** A person with a record of ours, as she stands today: who she is, the account she writes from, and her posts. */
export interface Standing {
  person: PersonRow;
  account: AccountRow;
  /** Only posts that hold today, the most recent first. Empty when she has left every role. */
  posts: readonly Post[];
}

export function postAs(standing: Standing | null, ...roles: RoleName[]): Post | null {
  return standing?.posts.find(({ role }) => roles.includes(role.role)) ?? null;
}

/** Whether she may report for a unit: reporters and officials for their own. */
export function reportingPost(standing: Standing | null): Post | null {
  return postAs(standing, 'reporter', 'official');
}
