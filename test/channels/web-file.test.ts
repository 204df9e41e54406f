import type { Activity } from 'botbuilder';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ChannelFacts } from '../../src/core/channel.ts';
import { rolesInPlace, servedPage } from '../support/web-demo.ts';

async function posted(headers: Record<string, string>, bytes: Uint8Array<ArrayBuffer>) {
  const { channel, url, close } = await servedPage({ roles: () => rolesInPlace });
  onTestFinished(close);
  const heard: Partial<Activity>[] = [];
  await channel.open(async (activity) => {
    heard.push(activity);
    return { outcome: 'done' };
  });
  const usual = {
    'content-type': 'application/octet-stream',
    'x-page': 'p'.repeat(22),
    'x-message': 'm'.repeat(22),
    'x-name': encodeURIComponent('biểu năm.xlsx'),
  };
  const { status } = await fetch(`${url}/chat/file`, {
    method: 'POST',
    headers: { ...usual, ...headers },
    body: bytes,
  });
  return { status, heard };
}

describe('A file sent on the page', () => {
  it('comes with its name and its bytes from somebody who plays a role', async () => {
    const { status, heard } = await posted({ 'x-plays': 'XA-01' }, new Uint8Array([1, 2, 3]));
    expect(status).toBe(200);
    const facts = heard[0]?.channelData as ChannelFacts;
    expect(facts.carries).toBe('file');
    expect(await facts.loadFile?.(3)).toEqual({ name: 'biểu năm.xlsx', bytes: Buffer.from([1, 2, 3]) });
    expect(await facts.loadFile?.(2)).toBeNull();
  });

  it.each<[string, Record<string, string>, number, number]>([
    ['of a citizen', {}, 3, 400],
    ['that another site sends', { 'x-plays': 'XA-01', 'sec-fetch-site': 'cross-site' }, 3, 400],
    ['of another type', { 'x-plays': 'XA-01', 'content-type': 'text/plain' }, 3, 400],
    ['without a byte', { 'x-plays': 'XA-01' }, 0, 400],
    ['of more than ten megabytes', { 'x-plays': 'XA-01' }, 11 << 20, 413],
  ])('%s is not taken', async (_what, headers, size, expected) => {
    const { status, heard } = await posted(headers, new Uint8Array(size));
    expect(status).toBe(expected);
    expect(heard).toEqual([]);
  });
});
