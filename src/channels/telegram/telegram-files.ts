/**
 * The bytes behind Telegram's file address, null when there are more than `maxBytes`. The address holds the token, so
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
