import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { type DangerGate, newDangerGate } from '../../src/help/danger-gate.ts';
import { type DangerLexicon, dangerLexiconSchema } from '../../src/help/danger-lexicon.ts';

export function dangerLexicon(): DangerLexicon {
  return dangerLexiconSchema.parse(load(readFileSync('prompts/lexicon/danger.yaml', 'utf8')));
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

const telexTones: Record<string, string> = {
  '\u0301': 's',
  '\u0300': 'f',
  '\u0309': 'r',
  '\u0303': 'x',
  '\u0323': 'j',
};

/** The message as a telex keyboard leaves it that did not convert: "đánh" is "ddanhs". */
export function asTelex(text: string): string {
  return text.normalize('NFC').replace(/[\p{L}\p{M}]+/gu, (word) => {
    let tone = '';
    const letters = [...word.normalize('NFD')]
      .map((sign) => {
        if (telexTones[sign]) tone = telexTones[sign];
        return telexTones[sign] ? '' : sign;
      })
      .join('')
      .normalize('NFC')
      .replace(
        /[ăâêôơưđ]/gu,
        (letter) => ({ ă: 'aw', â: 'aa', ê: 'ee', ô: 'oo', ơ: 'ow', ư: 'uw', đ: 'dd' })[letter] ?? letter,
      );
    return letters + tone;
  });
}

export function percent(part: number, of: number): string {
  return `${part}/${of} = ${((100 * part) / of).toFixed(1)} %`;
}
