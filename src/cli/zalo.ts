import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { newChannelMemory } from '../channels/channel-memory.ts';
import { OperatorError } from '../core/errors.ts';
import { withContext } from './context.ts';
import { qrInTerminal, readPng } from './picture-in-terminal.ts';

const warning = [
  'This drives a personal Zalo account in a way that Zalo does not offer. Zalo may lock the account, for good.',
  'Use an account made for this and nothing else. The official ways are ZALO_BOT_TOKEN and ZALO_OA_…: prefer them.',
].join('\n');

/** `to-am zalo login`: the personal account, by a QR for its phone. */
export function zaloCommand(): Command {
  const zalo = new Command('zalo').description('The personal Zalo account (unofficial)');
  zalo
    .command('login')
    .description('Log in with the phone by a QR; the session is kept sealed in the database')
    .option('--qr <file>', 'where the QR is written as a picture', 'zalo-qr.png')
    .action((options: { qr: string }) => logIn(options.qr));
  return zalo;
}

async function logIn(file: string): Promise<void> {
  console.error(warning);
  const { logInByQr } = await import('../channels/zalo-personal/zalo-personal-login.ts');
  const { LoginRefused } = await import('../channels/zalo-personal/zalo-personal-session.ts');
  await withContext({}, async ({ config, store, sealing, clock }) => {
    const writing: Promise<void>[] = [];
    const steps = {
      onQr(png: Uint8Array) {
        writing.push(writeFile(file, png, { mode: 0o600 }));
        const dots = readPng(png);
        if (dots) console.log(qrInTerminal(dots));
        console.log(`Scan this, or the picture ${file}, in Zalo on the phone. It changes every 100 seconds.`);
      },
      onScanned: () => console.log('Scanned. Now say yes on the phone.'),
    };
    try {
      const session = await logInByQr(steps, clock);
      await newChannelMemory(store, sealing).save('zalo-personal/session', session);
    } catch (error) {
      if (!(error instanceof LoginRefused)) throw error;
      throw new OperatorError(
        'TA-CHANNEL-001',
        'Zalo or the phone said no. Look at the account on its phone, then try again.',
        {
          place: 'zalo login',
          cause: error,
        },
      );
    } finally {
      await Promise.all(writing);
    }
    console.log('Logged in; the session is kept, sealed.');
    if (config.ZALO_PERSONAL_ENABLED !== 'yes')
      console.log('To use it, set ZALO_PERSONAL_ENABLED=yes and start again.');
    else console.log('Start the program again to use it.');
  });
}
