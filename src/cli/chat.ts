import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { newAssistant } from '../assistant.ts';
import { ConsoleChannel } from '../channels/console/console-channel.ts';
import { readConfig } from '../config.ts';
import { loadContent } from '../content/load-content.ts';
import { openStage } from '../conversation-files/assistant-stage.ts';
import { parseConversation, readMove, writeConversation } from '../conversation-files/conversation-file.ts';
import { playConversation } from '../conversation-files/play-conversation.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import { openDemonstration, playedAccount } from '../demonstration/demonstration.ts';
import { openSealing } from '../keys.ts';
import { newLog } from '../log.ts';
import { promptsFolder } from '../paths.ts';
import { newPhotoFiles } from '../photo-files.ts';
import { openStore } from '../storage/open-store.ts';

interface Options {
  as?: string;
  play?: string;
  update?: true;
  json?: true;
}

const guide = `/as PERSON   play somebody else (/as alone: a citizen)    /time +1d   move the clock
/file PATH   send a file; what is sent to you lies in a folder of /tmp
/transcript  what was said, as a conversation file        /quit       end`;

export function chatCommand(): Command {
  return new Command('chat')
    .description('Talk with the assistant in the terminal, among made-up units; nothing is kept afterwards')
    .option('--as <person>', 'whom to play; without it a citizen')
    .option('--play <file>', 'play a conversation file and compare')
    .option('--update', 'with --play: write what the assistant really said into the file')
    .option('--json', 'with --play: print the differences as JSON')
    .action((options: Options) => (options.play ? play(options.play, options) : talk(options)));
}

async function play(path: string, { update, json }: Options): Promise<void> {
  const file = parseConversation(readFileSync(path, 'utf8'), path);
  const stage = await openStage(loadContent(promptsFolder));
  try {
    const { differences, asPlayed } = await playConversation(file, stage, () => false);
    if (update) writeFileSync(path, writeConversation(asPlayed));
    if (json) console.log(JSON.stringify({ title: file.title, differences }));
    else
      for (const { line, expected, shown } of differences)
        console.log(`${path}:${line}\n  expected  ${expected}\n  said      ${shown}`);
    if (!json)
      console.log(differences.length === 0 ? `as written: ${file.title}` : `${differences.length} difference(s)`);
    if (differences.length > 0 && !update) process.exitCode = 2;
  } finally {
    await stage.close();
  }
}

async function talk({ as }: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'to-am-chat-'));
  const content = loadContent(promptsFolder);
  const clock = new ShiftedClock();
  const config = { ...readConfig({}), DATABASE_URL: `file:${join(folder, 'to-am.db')}` };
  const store = await openStore(config.DATABASE_URL, { clock });
  const sealing = openSealing(config, true);
  const demonstration = await openDemonstration({ content: content.demonstration, store, sealing, clock });
  const figuresReady = demonstration?.figuresReady;
  const files = mkdtempSync(join(tmpdir(), 'to-am-files-'));
  const said: string[] = [];
  let who = as ?? '';
  const channel: ConsoleChannel = new ConsoleChannel({
    ...{ input: process.stdin, output: process.stdout, clock, person: personOf(who) },
    keepFile: async (name, bytes) => {
      const path = join(files, basename(name));
      writeFileSync(path, bytes);
      return path;
    },
    intercept: async (line) => {
      const [word = '', rest = ''] = line.trim().split(/\s+(.*)/u);
      switch (word) {
        case '/as':
          who = rest;
          channel.sitDown(personOf(who));
          console.log(who ? `· you are ${who}` : '· you are a citizen');
          return true;
        case '/time': {
          const ms = readMove(rest);
          if (ms === null) console.log('· write /time +2h, +1d or +1w');
          else {
            clock.shift(ms);
            await assistant.tick();
            await assistant.outbox.tick();
            console.log(`· it is ${clock.now().toLocaleString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' })}`);
          }
          return true;
        }
        case '/file':
          await hand(rest);
          return true;
        case '/transcript':
          console.log(said.join('\n'));
          return true;
        case '/quit':
          process.stdin.destroy();
          return true;
        default:
          said.push(`${who || 'citizen'}  ${line}`);
          return false;
      }
    },
  });
  const assistant = newAssistant({
    ...{ content, store, sealing, clock, log: newLog('error') },
    channels: new Map([[channel.name, channel]]),
    photos: newPhotoFiles(join(folder, 'photos'), sealing),
  });
  async function hand(path: string): Promise<void> {
    if (!existsSync(path)) console.log(`· there is no file ${path}`);
    else await channel.hand({ name: basename(path), bytes: readFileSync(path) });
  }

  console.log(guide);
  console.log(`people: ${demonstration?.roles.map(({ id, label }) => `${id} (${label})`).join(', ')}`);
  await assistant.open();
  await channel.ended();
  await assistant.close();
  await figuresReady;
  await store.close();
}

function personOf(who: string): string {
  return who ? playedAccount(who) : 'citizen';
}

/** The system's clock, moved on by /time. */
class ShiftedClock implements Clock {
  #by = 0;
  now(): Date {
    return new Date(systemClock.now().getTime() + this.#by);
  }
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(ms, signal);
  }
  shift(ms: number): void {
    this.#by += ms;
  }
}
