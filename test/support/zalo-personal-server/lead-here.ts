/** Loaded before a program under test: what it would ask of Zalo goes to the local server, and nothing else leaves this machine. */
const root = process.env.ZALO_LOCAL_ROOT ?? '';
const real = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const local = String(input).replace(
    /^https:\/\/(id|wpa\.chat|jr\.chat)\.zalo\.me/,
    (_, host: string) => `${root}/${host.split('.')[0]}`,
  );
  if (local.startsWith('https:')) return Promise.reject(new TypeError('a call that leaves this machine'));
  return real(local, init);
};
