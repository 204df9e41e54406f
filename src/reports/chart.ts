import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import * as echarts from 'echarts';
import { writeDay } from '../core/day.ts';
import type { Texts } from '../core/texts.ts';
import type { UnitFacts } from '../indicators/unit-facts.ts';

const family = 'Be Vietnam Pro';
const width = 900;
const rowHeight = 64;
const colours = { reached: '#2e7d4f', other: '#c98a1b', behind: '#b3392f' } as const;

/** How far the indicators are, in percent of what is asked, as a drawing; null when there is none with a number and a target. */
export function drawChart({ unit, upTo, results }: UnitFacts, texts: Texts): string | null {
  const bars = results
    .filter(
      ({ guarded, final, n, target, sense }) =>
        !guarded && !final && n !== null && target !== null && sense === 'at-least',
    )
    .map(({ id, short, n, target, state }) => ({
      name: `${id} ${short}`,
      percent: Math.min(100, Math.floor((100 * (n ?? 0)) / (target ?? 1))),
      colour:
        state === 'reached'
          ? colours.reached
          : state === 'behind' || state === 'missed'
            ? colours.behind
            : colours.other,
    }))
    .slice(0, 14)
    .reverse();
  if (bars.length === 0) return null;
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height: 110 + rowHeight * bars.length });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: family, fontSize: 20 },
    title: {
      text: texts.say('digests.report.chart.title', { unit: unit.name, upTo: writeDay(upTo) }),
      left: 16,
      top: 12,
      textStyle: { fontFamily: family, fontSize: 22, fontWeight: 'bold', width: width - 40, overflow: 'break' },
    },
    grid: { left: 330, right: 90, top: 80, bottom: 20 },
    xAxis: { type: 'value', max: 100, show: false },
    yAxis: {
      type: 'category',
      data: bars.map(({ name }) => name),
      axisTick: { show: false },
      axisLabel: { interval: 0, width: 300, overflow: 'break', fontSize: 19, fontFamily: family },
    },
    series: [
      {
        type: 'bar',
        barWidth: 30,
        data: bars.map(({ percent, colour }) => ({ value: percent, itemStyle: { color: colour } })),
        label: { show: true, position: 'right', formatter: '{c}%', fontSize: 20, fontFamily: family },
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** The drawing as a picture, with the font that ships: a missing font would leave the text out without an error. */
export function toPng(svg: string): Uint8Array {
  const { resolve } = createRequire(import.meta.url);
  const fontFiles = ['400Regular/BeVietnamPro_400Regular.ttf', '700Bold/BeVietnamPro_700Bold.ttf'].map((file) =>
    resolve(`@expo-google-fonts/be-vietnam-pro/${file}`),
  );
  for (const file of fontFiles) readFileSync(file);
  const drawn = new Resvg(svg, {
    background: '#ffffff',
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: family },
  });
  return new Uint8Array(drawn.render().asPng());
}
