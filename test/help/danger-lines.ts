import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type DangerGate, newDangerGate } from '../../src/help/danger-gate.ts';
import { type DangerLexicon, dangerLexiconSchema } from '../../src/help/danger-lexicon.ts';

export function dangerLexicon(): DangerLexicon {
  return dangerLexiconSchema.parse(parse(readFileSync('prompts/lexicon/danger.yaml', 'utf8')));
}

export function dangerGate(): DangerGate {
  return newDangerGate(dangerLexicon());
}

/** The lines of a set: columns parted by "|", comments and blank lines left out. */
export function linesOf(file: string): string[][] {
  return readFileSync(`test/help/${file}`, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.split('|').map((column) => column.trim()));
}

/** The message as somebody types it who types no accents. */
export function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}

export function percent(part: number, of: number): string {
  return `${part}/${of} = ${((100 * part) / of).toFixed(1)} %`;
}
