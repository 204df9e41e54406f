import { serveInOwnProcess } from '../platform-server/serve.ts';
import { zaloBotPlatform } from './platform.ts';

await serveInOwnProcess(zaloBotPlatform);
