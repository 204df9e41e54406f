import { describe, expect, it } from 'vitest';
import { abilitiesTable, everyAbility } from '../../src/channels/abilities-table.ts';
import { channelTable } from '../../src/channels/index.ts';

describe('The table of what each messenger can do', () => {
  it('has a row for every messenger that can be configured, besides the web page and the terminal', async () => {
    const names = (await everyAbility()).map(({ name }) => name);
    expect(names).toEqual([...channelTable.map(({ name }) => name), 'web', 'console']);
  });

  it('says in words what stands in the code', () => {
    const abilities = {
      ...{ buttons: false, maxTextLength: 2_000, photos: true, files: false, deletesMessages: false, groups: true },
      proactive: 'window' as const,
    };
    expect(
      abilitiesTable([{ name: 'zalo-oa', abilities }])
        .split('\n')
        .at(-1),
    ).toBe('| `zalo-oa` | numbers | 2000 | yes | no | yes | within 7 days of her last message | no | not told |');
  });
});
