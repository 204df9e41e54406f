import { type Outgoing, plain } from '../core/outgoing.ts';
import { type DangerGate, withoutDanger } from './danger-gate.ts';
import type { DangerKind } from './danger-lexicon.ts';
import type { DangerCards } from './help-content.ts';

/** The card in one message: the number to call now, one sentence of safety, one next step; then the offer to stay. */
export function dangerCard(cards: DangerCards, danger: DangerKind, onBehalf: boolean): Outgoing {
  const { herself, other } = cards.cards[danger];
  const { call, safety, next } = onBehalf ? other : herself;
  return plain(`${call} ${safety} ${next}\n\n${cards.stay}`);
}

/** What the bot asks before every other route: the card, and what of the message may still be read as a report. */
export interface DangerRoute {
  /** Null where there is no danger. `rest` is empty where nothing but danger was said. */
  read(text: string): { card: Outgoing; rest: string } | null;
}

export function newDangerRoute(gate: DangerGate, cards: DangerCards): DangerRoute {
  return {
    read(text) {
      const reading = gate.read(text);
      if (!reading.danger) return null;
      return { card: dangerCard(cards, reading.danger, reading.onBehalf), rest: withoutDanger(text, reading.spans) };
    },
  };
}
