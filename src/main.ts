import { reportError } from './cli/report-error.ts';
import { readConfig } from './config.ts';
import { newLog } from './log.ts';

try {
  const config = readConfig();
  // After the settings: they keep libraries from printing messages, and a wrong one is said at once.
  const { startApp } = await import('./app.ts');
  const app = await startApp(config, newLog(config.LOG_LEVEL), (line) => console.log(line));
  console.log('ready        stop with Ctrl+C');
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      void app.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  process.exit(reportError(error));
}
