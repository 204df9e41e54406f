import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { newKnowledge } from '../../src/knowledge/knowledge.ts';
import { loadGolden } from '../support/golden-set.ts';
import { loadKnowledgeFiles } from '../support/knowledge-content.ts';
import { variantNames, variantOf } from '../support/question-variants.ts';
import {
  askedOn,
  miniSearch,
  orama,
  ours,
  recallOf,
  type TopThree,
  writeRecall,
} from '../support/retrieval-measure.ts';

const files = loadKnowledgeFiles();
const collect = () => (globalThis as { gc?: () => void }).gc?.();
const memory = () => {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
};

const before = memory();
const cpu = process.cpuUsage();
const start = performance.now();
const knowledge = newKnowledge({ ...files, sensitive: [] });
const built = performance.now() - start;
const used = process.cpuUsage(cpu);
console.log(
  `build: ${files.entries.length} entries in ${built.toFixed(0)} ms (limit 500 ms; processor time ${((used.user + used.system) / 1000).toFixed(0)} ms)`,
);
console.log(`memory: ${(memory() - before).toFixed(1)} MiB for the whole index (limit 60 MiB)`);

const golden = loadGolden();
const questions = golden.flatMap(({ question }) => variantNames.map((variant) => variantOf(question, variant)));
printTimes('ours', (question) => knowledge.answer(question, askedOn), questions);
const peers: Record<string, TopThree> = { MiniSearch: miniSearch(files.entries), Orama: orama(files.entries) };
for (const [name, topThree] of Object.entries(peers)) printTimes(name, topThree, questions);

for (const variant of variantNames) {
  const rows = { 'all rows': golden, 'held out': golden.filter(({ heldOut }) => heldOut) };
  for (const [name, some] of Object.entries(rows)) {
    console.log(`${variant}, ${name}:`);
    for (const [who, topThree] of Object.entries({ ours: ours(knowledge), ...peers }))
      console.log(`  ${who.padEnd(11)} ${writeRecall(recallOf(some, variant, topThree))}`);
  }
}

console.log(await askThousand());

function printTimes(name: string, ask: (question: string) => unknown, asked: readonly string[]): void {
  for (const question of asked.slice(0, 200)) ask(question);
  const times = asked.map((question) => {
    const from = performance.now();
    ask(question);
    return performance.now() - from;
  });
  times.sort((one, other) => one - other);
  const at = (part: number) => times[Math.floor(times.length * part)]!.toFixed(2);
  console.log(
    `ask: ${name.padEnd(11)} p50 ${at(0.5)} ms, p95 ${at(0.95)} ms (limit 3 ms for ours), ${times.length} questions`,
  );
}

/** `to-am ask --stdin`, from the first answer to the last of a thousand. */
async function askThousand(): Promise<string> {
  const command = fileURLToPath(new URL('../../src/cli/to-am.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', command, 'ask', '--stdin'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const write = (question: string) => child.stdin.write(`${JSON.stringify({ text: question })}\n`);
  const from = performance.now();
  write('chồng đánh thì báo ai');
  await lines.next();
  const ready = performance.now();
  for (let n = 0; n < 1_000; n++) write(questions[n % questions.length]!);
  child.stdin.end();
  let answers = 0;
  for (let line = await lines.next(); !line.done; line = await lines.next()) answers++;
  return `to-am ask --stdin: ready after ${((ready - from) / 1000).toFixed(2)} s, then ${answers} questions in ${((performance.now() - ready) / 1000).toFixed(2)} s (limit 2 s)`;
}
