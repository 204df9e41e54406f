import { z } from 'zod';
import { writeDay } from '../core/day.ts';
import { channelLimits } from '../outbox/channel-limits.ts';
import type { SimulatedDay, SimulationResult } from './run-simulation.ts';

/** `prompts/simulation/picture.yaml` */
export const pictureWords = z.strictObject({
  title: z.string(),
  messages: z.string(),
  written: z.string(),
  answers: z.string(),
  deadline: z.string(),
  digest: z.string(),
  campaign: z.string(),
  reported: z.string(),
  pace: z.string(),
  /** `{limit}` */
  limit: z.string(),
});
export type PictureWords = z.infer<typeof pictureWords>;

const width = 1_000;
const height = 900;
const left = 60;
const plotWidth = width - left - 30;
const plotHeight = 180;
/** At most so many dates stand under a plot. */
const datesAtMost = 12;
const colours = { people: '#1f6f8b', answers: '#c05c2e', deadline: '#7b4fa3', digest: '#2f7d32', campaign: '#b3892b' };
const limitColour = '#b00020';

interface Line {
  name: string;
  colour: string;
  /** One for each day; null: nothing is drawn there. */
  values: readonly (number | null)[];
  dashed?: true;
}

/**
 * The run in one picture (SVG): messages per day by kind, the share of branches that reported week by week, and the pace: the
 * most messages in one second of each day and platform, under what it takes.
 */
export function drawSimulation(result: SimulationResult, words: PictureWords): string {
  const { perDay, seed, units, people, days } = result;
  const first = perDay[0]?.day ?? '';
  const pushed = ({ pushes }: SimulatedDay) => pushes.deadline + pushes.digest + pushes.campaign;
  const messages: Line[] = [
    { name: words.written, colour: colours.people, values: perDay.map(({ written }) => written) },
    {
      name: words.answers,
      colour: colours.answers,
      values: perDay.map((day) => Math.max(0, day.arrived - pushed(day))),
    },
    ...(['deadline', 'digest', 'campaign'] as const).map((kind) => ({
      ...{ name: words[kind], colour: colours[kind], values: perDay.map(({ pushes }) => pushes[kind]) },
    })),
  ];
  const pace = Object.keys(result.platforms).flatMap((name, n): Line[] => {
    const limit = channelLimits[name]?.perSecond ?? 0;
    const colour = [colours.people, colours.answers][n] ?? colours.digest;
    return [
      { name, colour, values: perDay.map(({ busiestSecond }) => busiestSecond[name] ?? 0) },
      {
        ...{ name: `${name}: ${fill(words.limit, { limit })}`, colour: limitColour, dashed: true as const },
        values: perDay.map(() => limit),
      },
    ];
  });
  const dates = perDay.map(({ day }) => writeDay(day, first));
  const reported: Line = { name: '', colour: colours.digest, values: rateOnDays(result) };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(left, 28, fill(words.title, { units, people, days, first: writeDay(first), seed }), { size: 16 }),
    ...plot(90, words.messages, messages, dates),
    ...plot(370, words.reported, [reported], dates, 100),
    ...plot(650, words.pace, pace, dates),
    '</svg>',
  ].join('\n');
}

/** The rate of each whole week on its days; a week that the run cuts off says nothing. */
function rateOnDays({ perDay, perWeek }: SimulationResult): (number | null)[] {
  const rates = perWeek.map(({ expected, told }) => (expected === 0 ? null : Math.min(1, told / expected) * 100));
  return perDay.map((_, n) => {
    const week = Math.floor(n / 7);
    return (week + 1) * 7 > perDay.length ? null : (rates[week] ?? null);
  });
}

/** One frame with its title, legend, scale, dates and lines. */
function plot(top: number, title: string, lines: readonly Line[], dates: readonly string[], most?: number): string[] {
  const highest = most ?? roundUp(Math.max(1, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const x = (n: number) => left + (dates.length <= 1 ? 0 : (n / (dates.length - 1)) * plotWidth);
  const y = (value: number) => top + plotHeight - (value / highest) * plotHeight;
  const every = Math.max(1, Math.ceil(dates.length / datesAtMost));
  let legendAt = left;
  return [
    text(left, top - 30, title, { bold: true }),
    ...lines.flatMap(({ name, colour, dashed }) => {
      if (!name) return [];
      const at = legendAt;
      legendAt += 40 + name.length * 7.5;
      return [stroke(`M${at},${top - 14}h18`, colour, dashed), text(at + 24, top - 10, name)];
    }),
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((share) => {
      const at = y(share * highest);
      return [
        `<path d="M${left},${at}h${plotWidth}" stroke="#ddd"/>`,
        text(left - 8, at + 4, String(share * highest), { anchor: 'end' }),
      ];
    }),
    ...dates.flatMap((date, n) =>
      n % every === 0 ? [text(x(n), top + plotHeight + 18, date, { anchor: 'middle' })] : [],
    ),
    ...lines.map(({ colour, values, dashed }) => {
      const points = values.map((value, n) => (value === null ? null : `${x(n).toFixed(1)},${y(value).toFixed(1)}`));
      const path = points.map((point, n) => (point === null ? '' : `${n > 0 && points[n - 1] ? 'L' : 'M'}${point}`));
      return stroke(path.join(''), colour, dashed);
    }),
  ];
}

/** The next number whose quarters are whole: 4, 8, 20, 40, 80, 100, 200… */
function roundUp(n: number): number {
  for (let unit = 1; ; unit *= 10)
    for (const step of [4, 8, 10, 20]) if (step * unit >= n && (step * unit) % 4 === 0) return step * unit;
}

function stroke(path: string, colour: string, dashed?: true): string {
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5"${dashed ? ' stroke-dasharray="6 4"' : ''}/>`;
}

function text(
  x: number,
  y: number,
  said: string,
  {
    anchor = 'start',
    size = 12,
    bold = false,
  }: { anchor?: 'start' | 'middle' | 'end'; size?: number; bold?: boolean } = {},
): string {
  const weight = bold ? ' font-weight="bold"' : '';
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="#333" font-size="${size}" text-anchor="${anchor}"${weight}>${said}</text>`;
}

function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
