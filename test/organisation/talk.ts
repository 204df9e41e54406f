import { matchCommand } from '../../src/bot/match-command.ts';
import type { Change } from '../../src/core/change.ts';
import { MovableClock } from '../../src/core/clock.ts';
import { conversationIdOf } from '../../src/core/conversation-id.ts';
import { dayOf } from '../../src/core/day.ts';
import type { Command, Dialog, Said, Step } from '../../src/core/dialog.ts';
import { addPush } from '../../src/core/push.ts';
import type { RoleName, UnitKind, UnitRow } from '../../src/core/records.ts';
import { Conflict, type Store } from '../../src/core/store.ts';
import { makeInvitation } from '../../src/organisation/invitations.ts';
import { newOrganisation, type Organisation } from '../../src/organisation/organisation.ts';
import type { Notice } from '../../src/organisation/parts.ts';
import { changesBetween } from '../../src/organisation/tree-changes.ts';
import type { UnitTree } from '../../src/organisation/unit-tree.ts';
import { makeKey, newSealing } from '../../src/privacy/sealing.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { freshSqlite } from '../support/sqlite.ts';
import { texts } from './prompts.ts';

const abilities = {
  buttons: true,
  maxTextLength: 4096,
  photos: true,
  files: true,
  deletesMessages: true,
  groups: true,
  proactive: 'always',
} as const;

/** One account of the town: what it is answered, and the dialog that is open with it. */
interface Talker {
  channel: string;
  open: { dialog: string; state: unknown } | null;
  menu: readonly { says: string }[];
}

/** A small province with a real database, and people who talk with the organisation's part of the bot. */
export class Town {
  readonly clock = new MovableClock('2026-11-22T02:00:00Z');
  readonly sealing = newSealing(makeKey());
  readonly notices: Notice[] = [];
  readonly #talkers = new Map<string, Talker>();
  readonly store: Store;
  readonly organisation: Organisation;
  readonly #extra: { commands: Command[]; dialogs: Dialog[] };
  readonly #drop: () => Promise<void>;
  #messages = 0;

  private constructor(
    store: Store,
    drop: () => Promise<void>,
    more?: (town: Town) => { commands: Command[]; dialogs: Dialog[] },
  ) {
    this.store = store;
    this.#drop = drop;
    this.organisation = newOrganisation({
      store,
      texts,
      sealing: this.sealing,
      clock: this.clock,
      joinLink: (token) => `https://t.me/to_am_bot?start=${token}`,
      push: (notice) => {
        this.notices.push(notice);
        const { key, personId, message, notBefore, expiresAt } = notice;
        const sealedPayload = this.sealing.seal(JSON.stringify(message));
        return [
          addPush(
            { key, to: { id: personId }, kind: 'deadline', notBefore, expires: expiresAt, sealedPayload },
            this.clock.now(),
          ),
        ];
      },
    });
    this.#extra = more?.(this) ?? { commands: [], dialogs: [] };
  }

  static async open(more?: (town: Town) => { commands: Command[]; dialogs: Dialog[] }): Promise<Town> {
    const database = await freshSqlite();
    const town = new Town(await openStore(database.url), database.drop, more);
    await town.store.commit(changesBetween({ units: new Map(), links: [], parents: [] }, town.#units()));
    return town;
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.#drop();
  }

  #units(): UnitTree {
    const rows: [id: string, name: string, kind: UnitKind, parentId: string | null][] = [
      ['T01', 'Tỉnh Mẫu', 'province', null],
      ['X01', 'Xã Hòa Mẫu', 'commune', 'T01'],
      ['X02', 'Xã Bình Mẫu', 'commune', 'T01'],
      ['C01', 'Chi hội thôn 1', 'branch', 'X01'],
      ['C02', 'Chi hội thôn 2', 'branch', 'X01'],
      ['C03', 'Chi hội thôn 1', 'branch', 'X02'],
    ];
    const units = rows.map(
      ([id, name, kind, parentId], position): UnitRow => ({
        ...{ id, code: id, name, kind, parentId, position },
        ...{ fromDay: '2025-07-01', untilDay: null, oldNames: [], marks: {} },
      }),
    );
    return {
      units: new Map(units.map((unit) => [unit.id, unit])),
      links: [],
      parents: units.flatMap(({ id, parentId }) =>
        parentId ? [{ unitId: id, parentId, fromDay: '2025-07-01', untilDay: null }] : [],
      ),
    };
  }

  /** A code and a link made by the operator. */
  async invite(
    unitId: string,
    role: RoleName,
    createdBy: string | null = null,
  ): Promise<{ code: string; token: string; id: string }> {
    const made = makeInvitation(this.sealing, { unitId, role, createdBy, now: this.clock.now() });
    await this.store.commit(made.changes);
    return { code: made.code ?? '', token: made.token, id: made.row.id };
  }

  /** Somebody who has joined with a code. */
  async settle(who: string, unitId: string, role: RoleName, name = 'bỏ qua'): Promise<void> {
    const { code } = await this.invite(unitId, role);
    await this.say(who, code);
    await this.say(who, 'đúng');
    await this.say(who, name);
  }

  async personOf(who: string) {
    const from = { channel: this.#talker(who).channel, accountHash: this.#hashOf(who) };
    return this.organisation.standingOf(await this.store.openingOf({ ...from, inboundId: '', conversationId: '' }));
  }

  /** What she is answered, all messages with their choices; commits as the bot does, reading again after a Conflict. */
  async say(who: string, text: string, inbound = `m${++this.#messages}`): Promise<string> {
    this.clock.advance(1_000);
    const talker = this.#talker(who);
    for (let attempt = 0; ; attempt++) {
      const step = await this.#decide(talker, await this.#said(who, text, inbound));
      const changes = step.kind === 'next' ? step.changes : [];
      try {
        await this.store.commit(changes as Change[]);
      } catch (error) {
        if (!(error instanceof Conflict) || attempt === 3) throw error;
        continue;
      }
      const says = step.kind === 'next' ? step.says : [step.retry];
      if (step.kind === 'next')
        talker.open = step.state === null ? null : { dialog: talker.open?.dialog ?? '', state: step.state };
      talker.menu = says.at(-1)?.choices ?? [];
      return says
        .map((one) => [one.text, ...(one.choices ?? []).map(({ label }) => `[${label}]`)].join('\n'))
        .join('\n');
    }
  }

  /** Lets the notices that are due reach their people, as the outbox would. */
  async deliverNotices(): Promise<string[]> {
    const due = await this.store.find('OutboxRow', { state: 'pending', notBefore: { lte: this.clock.now() } });
    for (const { id } of due)
      await this.store.commit([{ do: 'amend', table: 'OutboxRow', where: { id }, set: { state: 'sent' } }]);
    return due.map(
      ({ sealedPayload }) => (JSON.parse(this.sealing.open(sealedPayload ?? '')) as { text: string }).text,
    );
  }

  async #decide(talker: Talker, said: Said): Promise<Step> {
    const byMenu = /^\d$/.test(said.text) ? talker.menu[Number(said.text) - 1]?.says : undefined;
    const heard = byMenu ? { ...said, text: byMenu } : said;
    if (this.organisation.looksLikeCode(heard.text))
      return this.#begin(talker, this.organisation.joinDialog, heard, { text: heard.text });
    const open = talker.open && this.#dialog(talker.open.dialog);
    if (open) {
      const step = await open.answer(talker.open?.state, heard);
      if (step.kind === 'next') return this.#follow(talker, step, heard);
    }
    const call = matchCommand(
      heard.text,
      [...this.organisation.commands, ...this.#extra.commands],
      texts,
      heard.standing,
    );
    if (call) {
      const step = await call.command.run(heard, call.rest);
      return step.kind === 'next' ? this.#follow(talker, step, heard) : step;
    }
    if (open) return open.answer(talker.open?.state, heard);
    return { kind: 'next', says: [{ text: '(không hiểu)' }], changes: [], state: null };
  }

  async #begin(talker: Talker, id: string, said: Said, opening: unknown): Promise<Step> {
    talker.open = { dialog: id, state: null };
    const step = await this.#dialog(id).begin(said, opening);
    return step.kind === 'next' ? this.#follow(talker, step, said) : step;
  }

  async #follow(talker: Talker, step: Extract<Step, { kind: 'next' }>, said: Said): Promise<Step> {
    if (!step.then) return step;
    const next = await this.#begin(talker, step.then.dialog, said, step.then.opening);
    return next.kind === 'next'
      ? { ...next, says: [...step.says, ...next.says], changes: [...step.changes, ...next.changes] }
      : next;
  }

  #dialog(id: string): Dialog {
    const found = [...this.organisation.dialogs, ...this.#extra.dialogs].find((dialog) => dialog.id === id);
    if (!found) throw new Error(`no dialog ${id}`);
    return found;
  }

  async #said(who: string, text: string, inbound: string): Promise<Said> {
    const now = this.clock.now();
    const { channel } = this.#talker(who);
    return {
      inboundId: `${channel}/${inbound}`,
      conversationId: conversationIdOf(this.sealing, channel, who),
      text: text.normalize('NFC'),
      facts: { scope: 'private' },
      channel: { name: channel, abilities },
      now,
      today: dayOf(now),
      standing: await this.personOf(who),
      account: {
        channel,
        hash: this.#hashOf(who),
        sealedAddress: this.sealing.seal(JSON.stringify({ conversation: { id: who, name: '', isGroup: false } })),
      },
    };
  }

  #hashOf(who: string): string {
    return this.sealing.hash('account', who);
  }

  /** "Hoa@zalo-bot" writes from that channel, "Hoa" from Telegram. */
  #talker(who: string): Talker {
    const channel = who.split('@')[1] ?? 'telegram';
    const talker = this.#talkers.get(who) ?? { channel, open: null, menu: [] };
    this.#talkers.set(who, talker);
    return talker;
  }
}
