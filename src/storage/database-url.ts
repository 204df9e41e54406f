import { OperatorError } from '../core/errors.ts';

export type DatabaseUrl =
  | { kind: 'sqlite'; url: string; path: string; place: string }
  | { kind: 'postgresql'; url: string; place: string };

/** Reads DATABASE_URL. `place` says where the database is without user or password. Throws TA-CONFIG-001. */
export function readDatabaseUrl(url: string): DatabaseUrl {
  if (url.startsWith('file:') && url.length > 'file:'.length) {
    const path = url.slice('file:'.length).replace(/^\/\/(?=\/)/, '');
    return { kind: 'sqlite', url: `file:${path}`, path, place: path };
  }
  const { protocol, host, pathname } = URL.canParse(url) ? new URL(url) : {};
  if (/^postgres(ql)?:$/.test(protocol ?? '') && host && pathname && pathname !== '/') {
    return { kind: 'postgresql', url, place: `postgresql://${host}${pathname}` };
  }
  throw new OperatorError(
    'TA-CONFIG-001',
    'DATABASE_URL is neither a file nor a PostgreSQL address. Write file:data/to-am.db or postgresql://user:password@host:5432/name.',
    { place: 'DATABASE_URL' },
  );
}
