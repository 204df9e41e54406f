import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src/', import.meta.url));

interface Rule {
  folder: string;
  ours: string[];
  foreign: string[];
}

const rules = readRules();
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('storage/generated'))
  .sort();

function readRules(): Rule[] {
  const table = readFileSync(join(src, 'README.md'), 'utf8');
  return [...table.matchAll(/^\| `([\w/-]+)\/` \| ([^|]+) \| ([^|]+) \|$/gmu)].map(
    ([, folder = '', ours = '', foreign = '']) => ({
      folder,
      ours: listed(ours),
      foreign: listed(foreign),
    }),
  );
}

function listed(cell: string): string[] {
  return cell.trim() === 'nothing' ? [] : cell.split(',').map((one) => one.trim());
}

/** The rule of the deepest folder that has one; files beside README.md have none and may import everything. */
function ruleOf(file: string): Rule | undefined {
  return rules
    .filter(({ folder }) => file.startsWith(`${folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
}

function importsOf(file: string): { target: string; typeOnly: boolean }[] {
  const text = readFileSync(join(src, file), 'utf8');
  const found = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'"`;]*?\bfrom\s+'([^']+)'/gu)].map(
    ([, type, target = '']) => ({
      target,
      typeOnly: type !== undefined,
    }),
  );
  const bare = [...text.matchAll(/(?:^|\n)\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/gu)].map(([, a, b]) => ({
    target: a ?? b ?? '',
    typeOnly: false,
  }));
  return [...found, ...bare];
}

function packageOf(target: string): string {
  const [first = '', second = ''] = target.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function complaintsAbout(file: string): string[] {
  const rule = ruleOf(file);
  if (!rule) return [];
  const complaints: string[] = [];
  for (const { target, typeOnly } of importsOf(file)) {
    if (target.startsWith('node:')) continue;
    if (target.startsWith('.')) {
      const to = relative(src, resolve(src, dirname(file), target));
      const folder = to.includes('/') ? (to.split('/')[0] as string) : to;
      const own = rule.folder.split('/')[0];
      if (rule.ours.includes('everything') || folder === own || rule.ours.includes(folder)) continue;
      complaints.push(
        `src/${file} imports ${to}: ${rule.folder}/ may use ${rule.ours.join(', ') || 'nothing of ours'}. Take what you need as a parameter, or move it to core/.`,
      );
    } else {
      const name = packageOf(target);
      if (rule.foreign.includes('everything') || rule.foreign.includes(name)) continue;
      if (typeOnly && rule.foreign.includes(`${name} (types only)`)) continue;
      complaints.push(
        `src/${file} imports ${name}${typeOnly ? ' (types)' : ''}: ${rule.folder}/ may use ${rule.foreign.join(', ') || 'no package'}.`,
      );
    }
  }
  return complaints;
}

describe('The import table of src/README.md', () => {
  it('has a row for every folder', () => {
    const folders = new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0]));
    const missing = [...folders].filter((folder) => !rules.some((rule) => rule.folder === folder));
    expect(missing).toEqual([]);
  });

  it('holds for every import', () => {
    expect(files.flatMap(complaintsAbout)).toEqual([]);
  });

  it.each([
    {
      what: 'process.env',
      pattern: /\bprocess\.env\b/u,
      allowed: /^config\.ts$/u,
      because: 'settings are read in one place',
    },
    {
      what: 'the time',
      pattern: /\bDate\.now\(|new Date\(\)/u,
      allowed: /^core\/clock\.ts$/u,
      because: 'clocks are moved in tests and simulations',
    },
    {
      what: 'console',
      pattern: /\bconsole\.(log|error|warn|info)\(/u,
      allowed: /^(cli\/|channels\/console\/|main\.ts$)/u,
      because: 'a log takes no words of people',
    },
  ])('keeps $what where it belongs: $because', ({ pattern, allowed }) => {
    const outside = files.filter((file) => !allowed.test(file) && pattern.test(readFileSync(join(src, file), 'utf8')));
    expect(outside).toEqual([]);
  });
});
