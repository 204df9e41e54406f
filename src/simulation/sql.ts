/** Plain SQL beside the assistant's own storage. */
export interface Sql {
  readonly kind: 'sqlite' | 'postgresql';
  all<Row>(query: string): Promise<Row[]>;
  /** Every row of every table as text. */
  dump(): Promise<{ dump: string }[]>;
  close(): Promise<void>;
}

export async function openSql(url: string): Promise<Sql> {
  if (url.startsWith('file:')) {
    const { default: Database } = await import('libsql');
    const db = new Database(url.replace(/^file:/, ''));
    const all = async <Row>(query: string) => db.prepare(query).all() as Row[];
    return { kind: 'sqlite', all, dump: async () => [], close: async () => void db.close() };
  }
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const all = async <Row>(query: string) => (await client.query(query)).rows as Row[];
  return {
    kind: 'postgresql',
    all,
    dump: async () => {
      const tables = await all<{ name: string }>(
        `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
      );
      return Promise.all(
        tables.map(async ({ name }) => {
          const rows = await all<{ row: string }>(`SELECT CAST(t.* AS TEXT) AS row FROM "${name}" t`);
          return { dump: rows.map(({ row }) => row).join('\n') };
        }),
      );
    },
    close: () => client.end(),
  };
}
