import type { SimulationResult } from './run-simulation.ts';

const width = 1_000;
const left = 60;
const plotWidth = width - left - 20;

/** The run in one picture (SVG): messages per day written and arrived, and the share of branches that reported, week by week. */
export function drawSimulation(result: SimulationResult): string {
  const { perDay, perWeek, seed, units, people, days } = result;
  const mostADay = Math.max(1, ...perDay.map(({ written, arrived }) => Math.max(written, arrived)));
  const x = (n: number, of: number) => left + (of <= 1 ? 0 : (n / (of - 1)) * plotWidth);
  const y = (value: number, most: number, top: number) => top + 200 - (value / most) * 200;
  const line = (values: readonly number[], most: number, top: number, colour: string) =>
    `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${values.map((value, n) => `${x(n, values.length).toFixed(1)},${y(value, most, top).toFixed(1)}`).join(' ')}"/>`;
  const text = (px: number, py: number, said: string, colour = '#333') =>
    `<text x="${px}" y="${py}" fill="${colour}">${said}</text>`;
  const frame = (top: number, most: string) =>
    `<rect x="${left}" y="${top}" width="${plotWidth}" height="200" fill="none" stroke="#bbb"/>${text(8, top + 10, most)}${text(8, top + 200, '0')}`;
  const rates = perWeek.map(({ expected, told }) => (expected === 0 ? 0 : told / expected));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="560" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="560" fill="#fff"/>`,
    text(
      left,
      24,
      `A simulated province: ${units} units, ${people} people, ${days} days from ${perDay[0]?.day ?? ''}, seed ${seed}`,
    ),
    frame(60, String(mostADay)),
    text(left, 52, 'messages a day, written by people', '#1f6f8b'),
    text(left + 230, 52, 'arrived from the assistant', '#c05c2e'),
    line(
      perDay.map(({ written }) => written),
      mostADay,
      60,
      '#1f6f8b',
    ),
    line(
      perDay.map(({ arrived }) => arrived),
      mostADay,
      60,
      '#c05c2e',
    ),
    frame(320, '100 %'),
    text(left, 312, 'branches that told of their week', '#2f7d32'),
    line(
      rates.map((rate) => Math.min(1, rate)),
      1,
      320,
      '#2f7d32',
    ),
    '</svg>',
  ].join('\n');
}
