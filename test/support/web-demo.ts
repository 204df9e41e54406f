import { WebChannel, type WebOptions } from '../../src/channels/web/web-channel.ts';
import type { HelpCardOnPage } from '../../src/channels/web/web-page.ts';
import { systemClock } from '../../src/core/clock.ts';
import { type Log, silentLog } from '../../src/core/log.ts';
import { newWebServer } from '../../src/http/web-server.ts';
import { realTexts } from './texts.ts';

/** Stands for the help card that help/ builds; only numbers that everybody may be shown. */
export const cardInPlace: HelpCardOnPage = {
  numbers: [
    { number: '113', label: 'Công an' },
    { number: '114', label: 'Chữa cháy' },
    { number: '115', label: 'Cấp cứu' },
    { number: '111', label: 'Tổng đài bảo vệ trẻ em; cũng nhận tin về mua bán người, cả ngày đêm, miễn phí' },
    { number: '1900 969 680', label: 'Ngôi nhà Bình yên của Hội Phụ nữ' },
  ],
  lines: [
    'Sáu nơi nhận tin: Ủy ban nhân dân xã, Công an xã, trường học của con, Trưởng thôn, Mặt trận xã, Hội Phụ nữ xã.',
    'Nếu phải rời nhà gấp, mang theo giấy tờ, điện thoại và thuốc đang dùng.',
  ],
};

export const rolesInPlace = [
  { id: 'CH-01', label: 'Chị Hoa, chi hội trưởng (bản dùng thử)' },
  { id: 'XA-01', label: 'Chị Mai, cán bộ xã (bản dùng thử)' },
];

/** The page on a real server. */
export async function servedPage(options: Partial<WebOptions> = {}, log: Log = silentLog) {
  const channel = new WebChannel({
    texts: realTexts(),
    clock: systemClock,
    log,
    helpCard: () => cardInPlace,
    ...options,
  });
  const server = await newWebServer({
    host: '127.0.0.1',
    port: 0,
    trustProxy: false,
    routes: channel.routes,
    log,
  });
  const url = await server.listen();
  return {
    channel,
    url,
    close: async () => {
      await channel.close();
      await server.close();
    },
  };
}
