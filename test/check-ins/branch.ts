import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { labelsOf } from '../../src/check-ins/labels.ts';
import { newCheckIns } from '../../src/check-ins/new-check-ins.ts';
import type { CheckInParts } from '../../src/check-ins/parts.ts';
import { buildLexicon, type LexiconFiles } from '../../src/check-ins/understanding/lexicon.ts';
import { read } from '../../src/check-ins/understanding/understand.ts';
import { newTexts, type SentenceTable } from '../../src/content/sentences.ts';
import { insert } from '../../src/core/change.ts';
import { MovableClock } from '../../src/core/clock.ts';
import type { Standing } from '../../src/core/person.ts';
import type { RoleName, UnitKind, UnitRow } from '../../src/core/records.ts';
import type { Store } from '../../src/core/store.ts';
import type { Texts } from '../../src/core/texts.ts';
import { makeKey, newSealing } from '../../src/privacy/sealing.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { DialogDriver } from '../support/dialog-driver.ts';
import { freshSqlite } from '../support/sqlite.ts';

const prompts = new URL('../../prompts/', import.meta.url);

/** The sentences of these files, as the content check would load them. */
export function readTexts(): Texts {
  const table: SentenceTable = new Map();
  const add = (node: unknown, path: string[], file: string): void => {
    if (typeof node === 'string' || Array.isArray(node)) table.set(path.join('.'), { value: node, file, line: 1 });
    else for (const [name, child] of Object.entries(node as object)) add(child, [...path, name], file);
  };
  add(parse(readFileSync(new URL('phrases/scripts.yaml', prompts), 'utf8')), ['scripts'], 'scripts.yaml');
  for (const file of readdirSync(new URL('check-ins/', prompts))) {
    add(
      parse(readFileSync(new URL(`check-ins/${file}`, prompts), 'utf8')),
      ['check-ins', file.replace('.yaml', '')],
      file,
    );
  }
  return newTexts(table);
}

export function readLexiconFiles(): LexiconFiles {
  const file = (name: string) => parse(readFileSync(new URL(`lexicon/${name}.yaml`, prompts), 'utf8'));
  return {
    activities: file('activities'),
    supports: file('supports'),
    criteria: file('criteria'),
    models: file('models'),
    topics: file('topics'),
    reportWords: file('report-words'),
  };
}

const files = readLexiconFiles();
const lexicon = buildLexicon(files);
const texts = readTexts();

export interface Branch {
  store: Store;
  parts: CheckInParts;
  savedPhotos: Map<string, Uint8Array>;
  /** A conversation of this person; by default of the reporter of the branch. */
  talk(options?: { as?: 'reporter' | 'official' | 'deputy'; now?: string }): DialogDriver;
  close(): Promise<void>;
}

/** A commune with two branches in a fresh SQLite file, a reporter, a deputy and an official, and the check-ins over it. */
export async function openBranch(options: { consented?: boolean } = {}): Promise<Branch> {
  const database = await freshSqlite();
  const store = await openStore(database.url);
  const clock = new MovableClock('2026-11-22T08:00:00+07:00');
  const savedPhotos = new Map<string, Uint8Array>();
  const parts: CheckInParts = {
    store,
    texts,
    sealing: newSealing(makeKey()),
    clock,
    understand: (text, today) => read(text, today, lexicon),
    labels: labelsOf(files),
    savePhoto: async (id, bytes) => {
      savedPhotos.set(id, bytes);
      return `${id}.sealed`;
    },
    householdTarget: 5,
  };
  const units = [
    unit('province', 'province', null, 'Tỉnh Ninh Bình'),
    unit('commune', 'commune', 'province', 'Xã Xuân Kiên'),
    unit('branch', 'branch', 'commune', 'Chi hội xóm 3'),
    unit('branch-2', 'branch', 'commune', 'Chi hội xóm 5'),
  ];
  const above: Record<string, string[]> = {
    province: [],
    commune: ['province'],
    branch: ['commune', 'province'],
    'branch-2': ['commune', 'province'],
  };
  await store.commit([
    ...units.map((row) => insert('Unit', row)),
    ...units.flatMap(({ id }) =>
      [id, ...(above[id] ?? [])].map((ancestorId, depth) =>
        insert('UnitAncestor', {
          id: `${id}/${ancestorId}`,
          unitId: id,
          ancestorId,
          depth,
          fromDay: '2020-01-01',
          untilDay: null,
        }),
      ),
    ),
    ...person('reporter', 'branch', 'reporter', options.consented ?? true),
    ...person('deputy', 'branch', 'reporter', true),
    ...person('official', 'commune', 'official', true),
  ]);
  const { dialogs, commands } = newCheckIns(parts);
  return {
    store,
    parts,
    savedPhotos,
    talk: ({ as = 'reporter', now = '2026-11-22T08:00:00+07:00' } = {}) =>
      new DialogDriver({ store, dialogs, commands, now, standingOf: () => standingOf(store, as) }),
    async close() {
      await store.close();
      await database.drop();
    },
  };
}

function unit(id: string, kind: UnitKind, parentId: string | null, name: string): UnitRow {
  return {
    id,
    code: id,
    name,
    kind,
    parentId,
    fromDay: '2020-01-01',
    untilDay: null,
    position: 0,
    oldNames: [],
    marks: {},
  };
}

function person(id: string, unitId: string, role: RoleName, consented: boolean) {
  const at = new Date('2026-01-01T00:00:00Z');
  return [
    insert('Person', {
      id,
      calledAs: 'chị',
      preferredAccountId: id,
      consent: consented ? 'yes' : null,
      consentVersion: consented ? 1 : null,
      consentAt: consented ? at : null,
      createdAt: at,
    }),
    insert('Account', {
      id,
      personId: id,
      channel: 'simulated',
      accountHash: id,
      sealedAddress: 'sealed',
      state: 'active',
      createdAt: at,
    }),
    insert('Role', { id, personId: id, unitId, role, fromDay: '2026-01-01', untilDay: null, invitationId: null }),
  ];
}

async function standingOf(store: Store, personId: string): Promise<Standing> {
  const [person, account, roles] = await Promise.all([
    store.first('Person', { id: personId }),
    store.first('Account', { personId }),
    store.find('Role', { personId }),
  ]);
  if (!person || !account) throw new Error(`nobody is called ${personId}`);
  const units = await store.find('Unit', { id: { in: roles.map(({ unitId }) => unitId) } });
  const posts = roles.flatMap((role) => units.filter(({ id }) => id === role.unitId).map((unit) => ({ role, unit })));
  return { person, account, posts };
}

/** The figures that are not zero, as `measure day` → n. */
export async function figuresIn(store: Store, unitId = 'branch'): Promise<Record<string, number>> {
  const rows = await store.find('Figure', { unitId });
  const pairs = rows.filter(({ n }) => n !== 0).map(({ measure, day, n }) => [`${measure} ${day}`, n] as const);
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}
