import { serveInOwnProcess } from '../platform-server/serve.ts';
import { directLine } from './platform.ts';

await serveInOwnProcess(directLine);
