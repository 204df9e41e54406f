import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { abilitiesTable, everyAbility } from '../src/channels/abilities-table.ts';
import { commandTable } from '../src/cli/command-table.ts';
import { settingNames } from '../src/config.ts';
import { errorCodes } from '../src/core/error-codes.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (file: string) => readFileSync(`${root}${file}`, 'utf8');

/** `UPDATE_README=yes npx vitest run test/readme.test.ts` writes the tables into README.md. */
const update = process.env.UPDATE_README === 'yes';

const abilities = await everyAbility();

const tables: Record<string, () => string> = {
  channels: () => abilitiesTable(abilities),
  commands: () =>
    table(
      ['command', 'what it does'],
      commandTable.map(({ name, summary }) => [`\`to-am ${name}\``, summary]),
    ),
  settings: () =>
    table(
      ['setting', 'default'],
      settingNames.map((name) => [`\`${name}\``, defaultOf(name)]),
    ),
  errors: () =>
    table(
      ['code', 'what it means'],
      Object.entries(errorCodes).map(([code, text]) => [`\`${code}\``, text]),
    ),
};

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function defaultOf(name: string): string {
  const line = new RegExp(`^${name}=(.*)$`, 'mu').exec(read('.env.example'));
  return line ? `\`${line[1]}\`` : '–';
}

function section(name: string): RegExp {
  return new RegExp(`(<!-- ${name}:[^>]*-->\\n)([\\s\\S]*?)(<!-- /${name} -->)`, 'u');
}

describe('README.md', () => {
  it.each(Object.keys(tables))('shows the %s as they are in the code', (name) => {
    const wanted = `${tables[name]?.()}\n`;
    const readme = read('README.md');
    if (update)
      writeFileSync(
        `${root}README.md`,
        readme.replace(section(name), (_, open, _old, close) => `${open}${wanted}${close}`),
      );
    else expect(section(name).exec(readme)?.[2]).toBe(wanted);
  });
});

describe('.env.example', () => {
  it('names every setting and no other', () => {
    const named = [...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gmu)].map(([, name]) => name);
    expect([...new Set(named)].sort()).toEqual([...settingNames].sort());
  });
});
