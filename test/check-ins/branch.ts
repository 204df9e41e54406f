import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { labelsOf } from '../../src/check-ins/labels.ts';
import { newCheckIns } from '../../src/check-ins/new-check-ins.ts';
import type { CheckInParts } from '../../src/check-ins/parts.ts';
import { buildLexicon } from '../../src/check-ins/understanding/lexicon.ts';
import { read } from '../../src/check-ins/understanding/understand.ts';
import type { SentenceTable } from '../../src/content/sentences.ts';
import { newTexts } from '../../src/content/texts.ts';
import { insert } from '../../src/core/change.ts';
import { MovableClock } from '../../src/core/clock.ts';
import type { Standing } from '../../src/core/person.ts';
import type { RoleName, UnitKind, UnitRow } from '../../src/core/records.ts';
import type { Store } from '../../src/core/store.ts';
import type { Texts } from '../../src/core/texts.ts';
import { makeKey, newSealing } from '../../src/privacy/sealing.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { DialogDriver } from '../support/dialog-driver.ts';
import { readLexiconFiles } from '../support/lexicon.ts';
import { freshSqlite } from '../support/sqlite.ts';

const prompts = new URL('../../prompts/', import.meta.url);

/** The sentences of these files, as the content check would load them. */
export function readTexts(): Texts {
  const table: SentenceTable = new Map();
  const add = (node: unknown, path: string[], file: string): void => {
    if (typeof node === 'string' || Array.isArray(node)) table.set(path.join('.'), { value: node, file, line: 1 });
    else for (const [name, child] of Object.entries(node as object)) add(child, [...path, name], file);
  };
  add(load(readFileSync(new URL('phrases/scripts.yaml', prompts), 'utf8')), ['scripts'], 'scripts.yaml');
  for (const file of readdirSync(new URL('check-ins/', prompts))) {
    add(
      load(readFileSync(new URL(`check-ins/${file}`, prompts), 'utf8')),
      ['check-ins', file.replace('.yaml', '')],
      file,
    );
  }
  return newTexts(table);
}

const files = readLexiconFiles();
const lexicon = buildLexicon(files);
const texts = readTexts();

export interface Branch {
  store: Store;
  parts: CheckInParts;
  savedPhotos: Map<string, Uint8Array>;
  /** Ids of the units; each branch of a file has its own commune. */
  units: { province: string; commune: string; branch: string; neighbour: string };
  /** A conversation of this person; by default of the reporter of the branch. */
  talk(options?: { as?: Who; now?: string }): DialogDriver;
  standing(as?: Who): Promise<Standing>;
}
export type Who = 'reporter' | 'deputy' | 'neighbour' | 'official' | 'stranger';

export interface Country {
  store: Store;
  /** A commune with two branches, a reporter and a deputy of the first, a reporter of the second, and an official. */
  newBranch(options?: { consented?: boolean }): Promise<Branch>;
  close(): Promise<void>;
}

/** The check-ins over a fresh SQLite file. */
export async function openCountry(): Promise<Country> {
  const database = await freshSqlite();
  const store = await openStore(database.url);
  const sealing = newSealing(makeKey());
  let made = 0;
  return {
    store,
    async newBranch({ consented = true } = {}) {
      const n = ++made;
      const savedPhotos = new Map<string, Uint8Array>();
      const parts: CheckInParts = {
        store,
        texts,
        sealing,
        clock: new MovableClock('2026-11-22T08:00:00+07:00'),
        understand: (text, today) => read(text, today, lexicon),
        labels: labelsOf(files),
        savePhoto: async (id, bytes) => {
          savedPhotos.set(id, bytes);
          return `${id}.sealed`;
        },
        householdTarget: 5,
      };
      const units = {
        province: `province-${n}`,
        commune: `commune-${n}`,
        branch: `branch-${n}`,
        neighbour: `neighbour-${n}`,
      };
      const above = [
        [units.province],
        [units.commune, units.province],
        [units.branch, units.commune, units.province],
        [units.neighbour, units.commune, units.province],
      ];
      await store.commit([
        insert('Unit', unit(units.province, 'province', null, 'Tỉnh Ninh Bình')),
        insert('Unit', unit(units.commune, 'commune', units.province, 'Xã Xuân Kiên')),
        insert('Unit', unit(units.branch, 'branch', units.commune, 'Chi hội xóm 3')),
        insert('Unit', unit(units.neighbour, 'branch', units.commune, 'Chi hội xóm 5')),
        ...above.flatMap((line) =>
          line.map((ancestorId, depth) =>
            insert('UnitAncestor', {
              id: `${line[0]}/${ancestorId}`,
              unitId: line[0] ?? '',
              ancestorId,
              depth,
              fromDay: '2020-01-01',
              untilDay: null,
            }),
          ),
        ),
        ...person(`reporter-${n}`, units.branch, 'reporter', consented),
        ...person(`deputy-${n}`, units.branch, 'reporter', true),
        ...person(`neighbour-${n}`, units.neighbour, 'reporter', true),
        ...person(`official-${n}`, units.commune, 'official', true),
        ...person(`stranger-${n}`, units.branch, 'member', true),
      ]);
      const { dialogs, commands } = newCheckIns(parts);
      return {
        store,
        parts,
        savedPhotos,
        units,
        standing: (as = 'reporter') => standingOf(store, `${as}-${n}`),
        talk: ({ as = 'reporter', now = '2026-11-22T08:00:00+07:00' } = {}) =>
          new DialogDriver({ store, dialogs, commands, now, standingOf: () => standingOf(store, `${as}-${n}`) }),
      };
    },
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
export async function figuresOfUnit(store: Store, unitId: string): Promise<Record<string, number>> {
  const rows = await store.find('Figure', { unitId });
  const pairs = rows.filter(({ n }) => n !== 0).map(({ measure, day, n }) => [`${measure} ${day}`, n] as const);
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}
