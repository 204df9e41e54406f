import { ContentReader } from '../../src/content/content-reader.ts';
import { readContent } from '../../src/content/load-content.ts';
import { insert } from '../../src/core/change.ts';
import { MovableClock } from '../../src/core/clock.ts';
import { dayOf } from '../../src/core/day.ts';
import type { Said } from '../../src/core/dialog.ts';
import type { Standing } from '../../src/core/person.ts';
import type { RoleName, UnitKind, UnitLinkRow, UnitRow } from '../../src/core/records.ts';
import type { Store } from '../../src/core/store.ts';
import { newDangerGate } from '../../src/help/danger-gate.ts';
import { type Help, newHelp } from '../../src/help/new-help.ts';
import { readSheetFile } from '../../src/organisation/sheet.ts';
import { promptsFolder } from '../../src/paths.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { DialogDriver } from '../support/dialog-driver.ts';
import { freshSqlite } from '../support/sqlite.ts';

/** The real content; what other features have wrong with theirs is no matter of these tests. */
export const content = readContent(new ContentReader(promptsFolder));

export interface HelpWorld {
  store: Store;
  clock: MovableClock;
  help: Help;
  /** An official of a unit, and a driver that speaks for her. */
  official(id: string, unitId: string): Promise<DialogDriver>;
  close(): Promise<void>;
}

/** Two provinces with communes of today and of before, a real database, and officials. */
export async function helpWorld(): Promise<HelpWorld> {
  const database = await freshSqlite();
  const store = await openStore(database.url);
  const clock = new MovableClock('2026-11-22T02:00:00Z');
  await store.commit(units.map((unit) => insert('Unit', unit)));
  await store.commit(links.map((link) => insert('UnitLink', link)));
  const help = newHelp({
    store,
    texts: content.texts,
    clock,
    content: content.help,
    gate: newDangerGate(content.danger),
    readSheet: readSheetFile,
  });

  async function official(id: string, unitId: string): Promise<DialogDriver> {
    await store.commit([
      insert('Person', {
        id,
        calledAs: 'chị',
        preferredAccountId: null,
        consent: null,
        consentVersion: null,
        consentAt: null,
        createdAt: clock.now(),
      }),
      insert('Account', {
        id: `account-${id}`,
        personId: id,
        channel: 'simulated',
        accountHash: id,
        sealedAddress: 'sealed',
        state: 'active',
        createdAt: clock.now(),
      }),
      insert('Role', {
        id: `role-${id}`,
        personId: id,
        unitId,
        role: 'official',
        fromDay: '2026-01-01',
        untilDay: null,
        invitationId: null,
      }),
    ]);
    return new DialogDriver({
      store,
      dialogs: help.dialogs,
      commands: help.commands,
      standingOf: () => standingOf(store, id),
      now: clock.now().toISOString(),
    });
  }

  return {
    store,
    clock,
    help,
    official,
    async close() {
      await store.close();
      await database.drop();
    },
  };
}

async function standingOf(store: Store, id: string): Promise<Standing | null> {
  const person = await store.first('Person', { id });
  const account = await store.first('Account', { personId: id });
  if (!person || !account) return null;
  const posts = [];
  for (const role of await store.find('Role', { personId: id, untilDay: null })) {
    const unit = await store.first('Unit', { id: role.unitId });
    if (unit) posts.push({ role, unit });
  }
  return { person, account, posts };
}

function unit(id: string, kind: UnitKind, name: string, parentId: string | null, more: Partial<UnitRow> = {}): UnitRow {
  return {
    id,
    code: id.toUpperCase(),
    name,
    kind,
    parentId,
    fromDay: '2020-01-01',
    untilDay: null,
    position: units.length,
    oldNames: [],
    marks: {},
    ...more,
  };
}

const units: UnitRow[] = [];
units.push(unit('nb', 'province', 'Tỉnh Ninh Bình', null));
units.push(unit('qn', 'province', 'Tỉnh Quảng Ninh', null));
units.push(unit('xt', 'district', 'Huyện Xuân Trường', 'nb', { untilDay: '2025-06-30' }));
units.push(unit('xk', 'commune', 'Xã Xuân Kiên', 'xt', { untilDay: '2025-06-30' }));
units.push(unit('xn', 'commune', 'Xã Xuân Ninh', 'xt', { untilDay: '2025-06-30' }));
units.push(unit('xh', 'commune', 'Xã Xuân Hưng', 'nb', { oldNames: ['Xuân Vinh'] }));
units.push(unit('tt1', 'commune', 'Xã Tân Tiến', 'nb'));
units.push(unit('tt2', 'commune', 'Phường Tân Tiến', 'qn'));
units.push(unit('sp', 'commune', 'Xã Sông Phan', 'nb', { untilDay: '2025-06-30' }));
units.push(unit('s1', 'commune', 'Xã Sông Thượng', 'nb'));
units.push(unit('s2', 'commune', 'Xã Sông Hạ', 'nb'));

const links: UnitLinkRow[] = [
  { id: 'l1', fromUnitId: 'xk', toUnitId: 'xh', kind: 'merged', day: '2025-07-01' },
  { id: 'l2', fromUnitId: 'xn', toUnitId: 'xh', kind: 'merged', day: '2025-07-01' },
  { id: 'l3', fromUnitId: 'sp', toUnitId: 's1', kind: 'split', day: '2025-07-01' },
  { id: 'l4', fromUnitId: 'sp', toUnitId: 's2', kind: 'split', day: '2025-07-01' },
];

/** Something said by a citizen, or by somebody with a post of that role. */
export function said(
  clock: MovableClock,
  conversationId: string,
  text: string,
  post?: { role: RoleName; unitId: string },
): Said {
  const now = clock.now();
  const row = post && units.find(({ id }) => id === post.unitId);
  const standing: Standing | null = row
    ? {
        person: {
          id: conversationId,
          calledAs: 'chị',
          preferredAccountId: null,
          consent: null,
          consentVersion: null,
          consentAt: null,
          createdAt: now,
        },
        account: {
          id: `account-${conversationId}`,
          personId: conversationId,
          channel: 'simulated',
          accountHash: conversationId,
          sealedAddress: 'sealed',
          state: 'active',
          createdAt: now,
        },
        posts: [
          {
            unit: row,
            role: {
              id: 'role',
              personId: conversationId,
              unitId: row.id,
              role: post.role,
              fromDay: '2026-01-01',
              untilDay: null,
              invitationId: null,
            },
          },
        ],
      }
    : null;
  return {
    inboundId: `${conversationId}-${Math.random()}`,
    conversationId,
    text,
    facts: { scope: 'private' },
    channel: {
      name: 'simulated',
      abilities: {
        buttons: false,
        maxTextLength: 2000,
        photos: true,
        files: true,
        deletesMessages: false,
        groups: false,
        proactive: 'always',
      },
    },
    now,
    today: dayOf(now),
    standing,
    account: { channel: 'simulated', hash: conversationId, sealedAddress: `sealed-${conversationId}` },
  };
}
