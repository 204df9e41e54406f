import { createRequire, Module } from 'node:module';
import type * as botbuilder from 'botbuilder';

/**
 * The two classes of botbuilder that a turn needs, loaded without the rest of it: its connector, axios and the log-ins of Azure took a
 * third of the start and of the memory, and only `channels/bot-framework/` uses them (it loads botbuilder whole, with these same classes).
 *
 * `turnContext.js` asks for the index of its package, which loads everything. So what stands in the index's place while the two
 * files load is a promise of it, kept when something of it is first used.
 */
const { require, index } = botbuilderCore();
if (!require.cache[index]) {
  const deferred = new Proxy({}, { get: (_, name) => require(index)[name] });
  require.cache[index] = Object.assign(new Module(index), { exports: deferred, loaded: true });
  require('./turnContext');
  delete require.cache[index];
}
export const { TurnContext } = require('./turnContext') as Pick<typeof botbuilder, 'TurnContext'>;
export const { BotAdapter } = require('./botAdapter') as Pick<typeof botbuilder, 'BotAdapter'>;
export type TurnContext = botbuilder.TurnContext;

/** Its files, as botbuilder itself finds them. */
function botbuilderCore() {
  const fromHere = createRequire(import.meta.url);
  const index = createRequire(fromHere.resolve('botbuilder')).resolve('botbuilder-core');
  return { require: createRequire(index), index };
}
