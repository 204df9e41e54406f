import { serve } from './server.ts';

/** The process of the local Bot API server: says where it is, lives until its parent goes. */
const { url } = await serve();
process.send?.({ url });
process.on('disconnect', () => process.exit(0));
