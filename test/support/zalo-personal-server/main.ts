import { serveInOwnProcess } from '../platform-server/serve.ts';
import { zaloPersonalPlatform } from './platform.ts';

await serveInOwnProcess(zaloPersonalPlatform);
