import type { ChannelAbilities } from '../core/channel.ts';

/** One row of the table: a messenger and what it can do. */
export interface AbilitiesRow {
  name: string;
  abilities: ChannelAbilities;
}

const proactive: Readonly<Record<ChannelAbilities['proactive'], string>> = {
  always: 'yes',
  window: 'within 7 days of her last message',
  'open-page': 'while the page is open',
};

/** What each messenger can do, as a Markdown table. README holds it; a test keeps both equal. */
export function abilitiesTable(rows: readonly AbilitiesRow[]): string {
  const yes = (can: boolean) => (can ? 'yes' : 'no');
  const lines = rows.map(({ name, abilities: a }) =>
    row([
      `\`${name}\``,
      a.buttons ? 'buttons' : 'numbers',
      String(a.maxTextLength),
      yes(a.photos),
      yes(a.files),
      yes(a.groups),
      proactive[a.proactive],
      yes(a.deletesMessages),
      a.tellsRead ? 'told' : 'not told',
    ]),
  );
  const head = [
    'Messenger',
    'Choices',
    'Longest text',
    'Pictures',
    'Files',
    'Groups',
    'Writes first',
    'Deletes',
    'Read',
  ];
  return [row(head), row(head.map(() => '---')), ...lines].join('\n');
}

/** The abilities of every messenger as it is in real use (with PUBLIC_URL). Loads their code. */
export async function everyAbility(): Promise<AbilitiesRow[]> {
  const [telegram, bot, oa, personal, framework, web, terminal] = await Promise.all([
    import('./telegram/telegram-activity.ts'),
    import('./zalo-bot/zalo-bot-activity.ts'),
    import('./zalo-oa/zalo-oa-activity.ts'),
    import('./zalo-personal/zalo-personal-activity.ts'),
    import('./bot-framework/bot-framework-activity.ts'),
    import('./web/web-activity.ts'),
    import('./console/console-channel.ts'),
  ]);
  return [
    { name: 'telegram', abilities: telegram.telegramAbilities },
    { name: 'zalo-bot', abilities: bot.zaloBotAbilities },
    { name: 'zalo-oa', abilities: oa.zaloOaAbilities },
    { name: 'zalo-personal', abilities: personal.zaloPersonalAbilities },
    { name: 'bot-framework', abilities: framework.botFrameworkAbilities },
    { name: 'web', abilities: web.webAbilities },
    { name: 'console', abilities: terminal.consoleAbilities },
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
