import { describe, expect, it } from 'vitest';
import { isLocal, type WebRequest } from '../../src/core/web.ts';

function call(remoteAddress: string, headers: Record<string, string>): WebRequest {
  const signal = new AbortController().signal;
  return { method: 'GET', path: '/', query: {}, headers, body: new Uint8Array(), remoteAddress, signal };
}

describe('A caller', () => {
  it.each([
    { who: 'a program on this machine', address: '127.0.0.1', headers: { host: 'localhost:3000' }, local: true },
    { who: 'a program here over IPv6', address: '::1', headers: { host: '[::1]:3000' }, local: true },
    {
      who: 'a program here, as IPv6 shows IPv4',
      address: '::ffff:127.0.0.1',
      headers: { host: '127.0.0.1' },
      local: true,
    },
    { who: 'somebody in the network', address: '192.168.1.7', headers: { host: 'localhost' }, local: false },
    {
      who: 'somebody behind a proxy on this machine',
      address: '127.0.0.1',
      headers: { host: 'localhost', 'x-forwarded-for': '203.0.113.7' },
      local: false,
    },
    {
      who: 'a page that re-bound its name',
      address: '127.0.0.1',
      headers: { host: 'evil.example:3000' },
      local: false,
    },
    {
      who: 'a name that begins like this machine',
      address: '127.0.0.1',
      headers: { host: '127.0.0.1.evil.example' },
      local: false,
    },
    { who: 'a caller without a host', address: '127.0.0.1', headers: {}, local: false },
  ])('$who is local: $local', ({ address, headers, local }) => {
    expect(isLocal(call(address, headers as Record<string, string>))).toBe(local);
  });
});
