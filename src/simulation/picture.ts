import { limitPerSecond } from './platform.ts';
import type { SimulatedDay, SimulationResult } from './run-simulation.ts';

const width = 1_000;
const left = 60;
const plotWidth = width - left - 20;
const plotHeight = 200;

interface Line {
  name: string;
  colour: string;
  values: readonly number[];
}

/**
 * The run in one picture (SVG): messages per day by kind, the share of branches that reported week by week, and the pace: the
 * most messages in one second of each day, under the limit of the fastest platform.
 */
export function drawSimulation(result: SimulationResult): string {
  const { perDay, perWeek, seed, units, people, days } = result;
  const limit = Math.max(...Object.values(limitPerSecond));
  const sum = (day: SimulatedDay) => day.pushes.deadline + day.pushes.digest + day.pushes.campaign;
  const messages: Line[] = [
    { name: 'written by people', colour: '#1f6f8b', values: perDay.map(({ written }) => written) },
    { name: 'answers', colour: '#c05c2e', values: perDay.map((day) => Math.max(0, day.arrived - sum(day))) },
    { name: 'reminders of reports', colour: '#7b4fa3', values: perDay.map(({ pushes }) => pushes.deadline) },
    { name: 'digests', colour: '#2f7d32', values: perDay.map(({ pushes }) => pushes.digest) },
    { name: 'campaigns', colour: '#b3892b', values: perDay.map(({ pushes }) => pushes.campaign) },
  ];
  const rate = perWeek.map(({ expected, told }) => (expected === 0 ? 0 : Math.min(1, told / expected)) * 100);
  const title = `A simulated province: ${units} units, ${people} people, ${days} days from ${perDay[0]?.day ?? ''}, seed ${seed}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="820" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="820" fill="#fff"/>`,
    text(left, 24, title),
    ...plot(60, 'messages a day', messages),
    ...plot(320, 'branches that told of their week, %', [{ name: '', colour: '#2f7d32', values: rate }], 100),
    ...plot(
      580,
      'pace: most messages in one second',
      [
        { name: 'used', colour: '#1f6f8b', values: perDay.map(({ busiestSecond }) => busiestSecond) },
        { name: `limit ${limit}`, colour: '#b00020', values: perDay.map(() => limit) },
      ],
      limit * 1.1,
    ),
    '</svg>',
  ].join('\n');
}

/** One frame with its title, its scale and its lines. */
function plot(top: number, title: string, lines: readonly Line[], most?: number): string[] {
  const highest = most ?? Math.max(1, ...lines.flatMap(({ values }) => values));
  const x = (n: number, of: number) => (left + (of <= 1 ? 0 : (n / (of - 1)) * plotWidth)).toFixed(1);
  const y = (value: number) => (top + plotHeight - (value / highest) * plotHeight).toFixed(1);
  return [
    text(left, top - 8, title),
    ...lines.map(({ name, colour }, n) => text(left + 260 + n * 140, top - 8, name, colour)),
    `<rect x="${left}" y="${top}" width="${plotWidth}" height="${plotHeight}" fill="none" stroke="#bbb"/>`,
    text(8, top + 10, String(Math.round(highest))),
    text(8, top + plotHeight, '0'),
    ...lines.map(({ colour, values }) => {
      const points = values.map((value, n) => `${x(n, values.length)},${y(value)}`).join(' ');
      return `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${points}"/>`;
    }),
  ];
}

function text(x: number, y: number, said: string, colour = '#333'): string {
  return `<text x="${x}" y="${y}" fill="${colour}">${said}</text>`;
}
