/**
 * `npx tsx test/bench/draw-indicators.ts`: draws docs/figures-cost.png, the cost of the yearly digest against the number of branches,
 * from the rows that the bench of the indicators left in test/bench/results.json.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import * as echarts from 'echarts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const family = 'Be Vietnam Pro';
const results = JSON.parse(readFileSync(`${root}test/bench/results.json`, 'utf8')) as {
  results: { indicators?: string[] };
};
const rows = (results.results.indicators ?? [])
  .map((line) => line.split(' | '))
  .filter(([first]) => /^\d+$/.test(first ?? ''))
  .map((cells) => ({
    branches: Number(cells[0]),
    // The processor's time, in brackets: other programs took part in the clock's.
    ms: cells.slice(4).map((cell) => Number(/\(([\d.]+)\)/.exec(cell)?.[1])),
  }));
if (rows.length === 0) throw new Error('no rows: run npm run bench -- indicators first');

const text = { fontFamily: family, fontSize: 20, color: '#222222' };
const lines = [
  { name: 'nation', at: 2, goal: 10_000, colour: '#b3392f' },
  { name: 'province of up to 5,000 branches', at: 1, goal: 300, colour: '#c98a1b' },
  { name: 'longest stop of the event loop', at: 3, goal: 100, colour: '#5b6b8c' },
  { name: 'one check-in', at: 4, goal: 5, colour: '#2e7d4f' },
];
const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 1_000, height: 670 });
chart.setOption({
  animation: false,
  title: {
    ...{
      text: 'The yearly digest: processor time in ms against the number of branches (goals dashed)',
      left: 20,
      top: 14,
    },
    textStyle: { ...text, fontWeight: 'bold' },
  },
  // Places of our own: without a screen the library measures letters of another font, and names run into each other.
  graphic: lines.flatMap(({ name, colour }, i) => {
    const [left, top] = [30 + 480 * (i % 2), 60 + 32 * Math.floor(i / 2)];
    return [
      { type: 'rect', left, top: top + 8, shape: { width: 36, height: 5 }, style: { fill: colour } },
      { type: 'text', left: left + 48, top, style: { text: name, fontSize: 20, fontFamily: family, fill: '#222222' } },
    ];
  }),
  grid: { left: 90, right: 70, top: 150, bottom: 60 },
  xAxis: { type: 'log', min: 1_000, axisLabel: { ...text, formatter: (n: number) => n.toLocaleString('en') } },
  yAxis: { type: 'log', min: 1, axisLabel: { ...text, formatter: (n: number) => n.toLocaleString('en') } },
  series: lines.map(({ name, at, goal, colour }) => ({
    ...{ name, type: 'line', symbolSize: 10, color: colour, lineStyle: { width: 3 } },
    data: rows.map(({ branches, ms }) => ({
      value: [branches, Math.max(1, ms[at] ?? 1)],
      // Of two lines that run close together the lower one has its numbers below.
      label: { position: ms.some((other) => other > (ms[at] ?? 0) && other < 2 * (ms[at] ?? 0)) ? 'bottom' : 'top' },
    })),
    label: {
      show: true,
      ...text,
      fontSize: 16,
      formatter: ({ value }: { value: [number, number] }) => String(Math.round(value[1] * 10) / 10),
    },
    markLine: {
      symbol: 'none',
      label: { show: false },
      lineStyle: { type: 'dashed', color: colour },
      data: [{ yAxis: goal }],
    },
  })),
});
const svg = chart.renderToSVGString();
// Left alone it keeps the process alive.
chart.dispose();
const fonts = createRequire(import.meta.url);
const fontFiles = ['400Regular', '700Bold'].map((weight) =>
  fonts.resolve(`@expo-google-fonts/be-vietnam-pro/${weight}/BeVietnamPro_${weight}.ttf`),
);
const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: family };
writeFileSync(`${root}docs/figures-cost.png`, new Resvg(svg, { font, background: 'white' }).render().asPng());
