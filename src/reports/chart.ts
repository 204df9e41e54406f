import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import * as echarts from 'echarts';
import { writeDay } from '../core/day.ts';
import type { Texts } from '../core/texts.ts';
import type { UnitFacts } from '../indicators/unit-facts.ts';

const family = 'Be Vietnam Pro';
/** A phone shows the picture at half this width: letters of 27 are then 13 high. */
const width = 720;
const margin = 24;
const titleHeight = 120;
const rowHeight = 92;
const legendHeight = 64;
const barsAtMost = 14;
const colours = { reached: '#2e7d4f', other: '#c98a1b', behind: '#b3392f' } as const;

interface Bar {
  name: string;
  percent: number;
  colour: string;
}

/** How far the indicators are, in percent of what is asked, as a drawing; null when there is none with a number and a target. */
export function drawChart(facts: UnitFacts, texts: Texts): string | null {
  const bars = barsOf(facts, texts).reverse();
  if (bars.length === 0) return null;
  const title = titleOf(facts, texts);
  const height = titleHeight + rowHeight * bars.length + legendHeight;
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  const text = { fontFamily: family, fontSize: 27, color: '#222222' };
  chart.setOption({
    animation: false,
    title: {
      ...{ text: title, left: margin, top: 18 },
      textStyle: {
        ...text,
        fontSize: 30,
        fontWeight: 'bold',
        lineHeight: 38,
        width: width - 2 * margin,
        overflow: 'break',
      },
    },
    grid: { left: margin, right: 118, top: titleHeight, bottom: legendHeight },
    xAxis: { type: 'value', max: 100, show: false },
    // A row for the name above each row for the bar: beside the bars names would be too small on a phone.
    yAxis: { type: 'category', data: bars.flatMap(() => ['', '']), show: false },
    series: [
      {
        ...{ type: 'bar', barWidth: 36 },
        data: bars.flatMap(({ name, percent, colour }) => [
          {
            value: percent,
            itemStyle: { color: colour },
            label: { ...text, show: true, position: 'right', formatter: `${percent}%` },
          },
          { value: 0, label: { ...text, show: true, position: 'right', distance: 0, formatter: name } },
        ]),
      },
    ],
    graphic: legendOf(texts, height),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** What the drawing shows, in words, for those who cannot see it. */
export function chartInWords(facts: UnitFacts, texts: Texts): string {
  const bars = barsOf(facts, texts).map(({ name, percent }) =>
    texts.say('digests.report.chart.bar', { name, percent }),
  );
  return texts.say('digests.report.chart.words', { title: titleOf(facts, texts), bars: bars.join('; ') });
}

function titleOf({ unit, upTo }: UnitFacts, texts: Texts): string {
  return texts.say('digests.report.chart.title', { unit: unit.name, upTo: writeDay(upTo) });
}

function barsOf({ results }: UnitFacts, texts: Texts): Bar[] {
  const inForceFirst = [...results].sort((a, b) => Number(a.example) - Number(b.example));
  return inForceFirst
    .filter(
      ({ guarded, final, n, target, sense }) =>
        !guarded && !final && n !== null && target !== null && sense === 'at-least',
    )
    .map(({ id, short, n, target, state, example }) => ({
      name: texts.say(`digests.report.chart.${example ? 'example' : 'name'}`, { id, short }),
      percent: Math.min(100, Math.floor((100 * (n ?? 0)) / (target ?? 1))),
      colour:
        state === 'reached'
          ? colours.reached
          : state === 'behind' || state === 'missed'
            ? colours.behind
            : colours.other,
    }))
    .slice(0, barsAtMost);
}

/** What the colours mean, in one line below. */
function legendOf(texts: Texts, height: number) {
  return (['reached', 'other', 'behind'] as const).flatMap((state, i) => {
    const left = margin + i * 230;
    return [
      { type: 'rect', left, top: height - 40, shape: { width: 22, height: 22 }, style: { fill: colours[state] } },
      {
        ...{ type: 'text', left: left + 32, top: height - 42 },
        style: { text: texts.say(`digests.report.chart.${state}`), fontSize: 24, fontFamily: family, fill: '#222222' },
      },
    ];
  });
}

/**
 * The drawing as a picture, `zoom` times as large (paper needs more than a phone), with the font that ships: a missing font would
 * leave the text out without an error.
 */
export function toPng(svg: string, zoom = 1): Uint8Array {
  const { resolve } = createRequire(import.meta.url);
  const fontFiles = ['400Regular/BeVietnamPro_400Regular.ttf', '700Bold/BeVietnamPro_700Bold.ttf'].map((file) =>
    resolve(`@expo-google-fonts/be-vietnam-pro/${file}`),
  );
  for (const file of fontFiles) readFileSync(file);
  const drawn = new Resvg(svg, {
    background: '#ffffff',
    fitTo: { mode: 'zoom', value: zoom },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: family },
  });
  return new Uint8Array(drawn.render().asPng());
}
