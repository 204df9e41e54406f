import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadContent } from '../src/content/load-content.ts';
import { openStage } from '../src/conversation-files/assistant-stage.ts';
import {
  type ConversationFile,
  type ConversationLine,
  parseConversation,
  writeConversation,
} from '../src/conversation-files/conversation-file.ts';
import { type Played, playConversation } from '../src/conversation-files/play-conversation.ts';
import { promptsFolder } from '../src/paths.ts';

const folder = fileURLToPath(new URL('conversations/', import.meta.url));
const content = loadContent(promptsFolder);
/** `UPDATE_CONVERSATIONS=yes npx vitest run test/conversations.test.ts` writes what the assistant really says into the files. */
const update = process.env.UPDATE_CONVERSATIONS === 'yes';

async function play(file: ConversationFile, restartAfter: (line: ConversationLine) => boolean): Promise<Played> {
  const stage = await openStage(content);
  try {
    return await playConversation(file, stage, restartAfter);
  } finally {
    await stage.close();
  }
}

describe.each(readdirSync(folder).filter((name) => name.endsWith('.chat')))('%s', (name) => {
  const path = join(folder, name);
  const file = parseConversation(readFileSync(path, 'utf8'), path);
  const known = new Set(file.lines.flatMap((line) => (line.kind === 'person' ? [line.name] : [])));

  it(`goes as written: ${file.title}`, async () => {
    const { differences, asPlayed } = await play(file, () => false);
    if (update) writeFileSync(path, writeConversation(asPlayed));
    else expect(differences).toEqual([]);
  });

  // What a citizen said is forgotten by a restart, so only people with a record may be rebuilt after every line.
  const everybodyIsKnown = file.lines.every((line) => line.kind !== 'says' || known.has(line.name));
  if (everybodyIsKnown && known.size > 0) {
    it('goes the same when the assistant is rebuilt from its storage after every line', async () => {
      const { differences } = await play(file, (line) => line.kind === 'says' || line.kind === 'send');
      expect(differences).toEqual([]);
    });
  }
});

describe('A citizen after a restart', () => {
  it('is greeted afresh, with the number to call, whatever was said before', async () => {
    const stage = await openStage(content);
    try {
      await stage.say('Dân', 'làm giấy khai sinh muộn cần gì');
      stage.shown();
      await stage.restart?.();
      await stage.say('Dân', '1');
      expect(stage.shown().map(({ text }) => text)).toEqual([expect.stringContaining('113')]);
    } finally {
      await stage.close();
    }
  });
});
