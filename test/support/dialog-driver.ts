import { dayOf } from '../../src/core/day.ts';
import type { Command, Dialog, Said, Step } from '../../src/core/dialog.ts';
import type { Outgoing } from '../../src/core/outgoing.ts';
import type { Standing } from '../../src/core/person.ts';
import type { Store } from '../../src/core/store.ts';

export interface Heard {
  /** Everything said in answer, with its choices as numbered lines. */
  text: string;
  says: readonly Outgoing[];
  /** Set when the message was no answer to the open question. */
  notUnderstood: boolean;
}

let messages = 0;

/** Plays dialogs against a store as the bot does, without the bot: a message in, a step, a commit, the state kept as JSON. */
export class DialogDriver {
  readonly #dialogs: ReadonlyMap<string, Dialog>;
  readonly #commands: readonly Command[];
  readonly #store: Store;
  readonly #standingOf: () => Promise<Standing | null>;
  #open: { dialog: string; state: string } | null = null;
  now: Date;

  constructor(options: {
    store: Store;
    dialogs: readonly Dialog[];
    commands?: readonly Command[];
    standingOf: () => Promise<Standing | null>;
    now: string;
  }) {
    this.#store = options.store;
    this.#dialogs = new Map(options.dialogs.map((dialog) => [dialog.id, dialog]));
    this.#commands = options.commands ?? [];
    this.#standingOf = options.standingOf;
    this.now = new Date(options.now);
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }
  get openDialog(): string | null {
    return this.#open?.dialog ?? null;
  }
  get state(): unknown {
    return this.#open === null ? null : JSON.parse(this.#open.state);
  }
  set state(state: unknown) {
    if (this.#open) this.#open = { ...this.#open, state: JSON.stringify(state) };
  }

  async begin(dialog: string, opening?: unknown, more: Partial<Said> = {}): Promise<Heard> {
    const said = await this.#said(more.text ?? '', more);
    return this.#carryOut(dialog, await this.#dialog(dialog).begin(said, opening), said);
  }

  /** Her next message to the open dialog. */
  async says(text: string, more: Partial<Said> = {}): Promise<Heard> {
    const said = await this.#said(text, more);
    if (!this.#open) throw new Error(`no dialog is open to hear "${text}"`);
    const { dialog, state } = this.#open;
    return this.#carryOut(dialog, await this.#dialog(dialog).answer(JSON.parse(state), said), said);
  }

  async runs(command: string, rest = ''): Promise<Heard> {
    const found = this.#commands.find(({ id }) => id === command);
    if (!found) throw new Error(`there is no command ${command}`);
    const said = await this.#said(rest);
    return this.#carryOut(command, await found.run(said, rest), said);
  }

  async asksAgain(): Promise<Outgoing> {
    if (!this.#open) throw new Error('no dialog is open');
    return this.#dialog(this.#open.dialog).askAgain(JSON.parse(this.#open.state), await this.#said(''));
  }

  #dialog(id: string): Dialog {
    const dialog = this.#dialogs.get(id);
    if (!dialog) throw new Error(`there is no dialog ${id}`);
    return dialog;
  }

  async #carryOut(id: string, step: Step, said: Said): Promise<Heard> {
    if (step.kind === 'not-understood') return { text: shown(step.retry), says: [step.retry], notUnderstood: true };
    const says = [...step.says];
    const changes = [...step.changes];
    let open = step.state === null ? null : { dialog: id, state: JSON.stringify(step.state) };
    for (let next = step.then; next; ) {
      const begun: Step = await this.#dialog(next.dialog).begin(said, next.opening);
      if (begun.kind === 'not-understood') throw new Error(`${next.dialog} did not begin`);
      says.push(...begun.says);
      changes.push(...begun.changes);
      open = begun.state === null ? null : { dialog: next.dialog, state: JSON.stringify(begun.state) };
      next = begun.then;
    }
    await this.#store.commit(changes, { id: said.inboundId, at: said.now });
    this.#open = open;
    return { text: says.map(shown).join('\n\n'), says, notUnderstood: false };
  }

  async #said(text: string, more: Partial<Said> = {}): Promise<Said> {
    return {
      inboundId: `inbound-${++messages}`,
      conversationId: 'conversation',
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
      now: this.now,
      today: dayOf(this.now),
      standing: await this.#standingOf(),
      account: { channel: 'simulated', hash: 'hash', sealedAddress: 'sealed' },
      ...more,
      text,
    };
  }
}

function shown({ text, choices = [] }: Outgoing): string {
  return [text, ...choices.map(({ label }, i) => `${i + 1} ${label}`)].join('\n');
}
