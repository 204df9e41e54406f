import { serveInOwnProcess } from '../platform-server/serve.ts';
import { zaloOaPlatform } from './platform.ts';

await serveInOwnProcess(zaloOaPlatform);
