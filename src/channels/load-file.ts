/**
 * The bytes behind a messenger's file address, null when there are more than `maxBytes`. The address may hold a token, so
 * an error says nothing of it.
 */
export async function loadFile(address: URL, maxBytes: number): Promise<Uint8Array | null> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(30_000) }).catch(() => {
    throw new FileNotLoaded('no connection');
  });
  if (!answer.ok || !answer.body) throw new FileNotLoaded(String(answer.status));
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body) {
    length += chunk.byteLength;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A file of hers could not be fetched; the turn fails and comes again. */
export class FileNotLoaded extends Error {
  override name = 'FileNotLoaded';
  readonly code: string;
  constructor(code: string) {
    super(`a file could not be loaded: ${code}`);
    this.code = code;
  }
}

/**
 * An address that a platform named for a file of hers: https, or the platform's own server (`root`, another one in tests).
 * Null for anything else, so that nobody makes us fetch from inside this network.
 */
export function fileAddress(named: string | undefined, root: string): URL | null {
  const address = URL.parse(named ?? '');
  if (!address) return null;
  return address.protocol === 'https:' || address.origin === new URL(root).origin ? address : null;
}
