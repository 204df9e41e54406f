import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type * as Wasm from '@prisma/schema-engine-wasm/schema_engine_bg';

type SchemaEngine = Wasm.SchemaEngine;

/**
 * Prisma's schema engine as WebAssembly: migrations without the binary that Prisma would download.
 * Two engines at once panic, so uses wait for each other.
 */
export function withSchemaEngine<T>(
  schema: string,
  factory: SqlMigrationAwareDriverAdapterFactory,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const turn = previous.then(async () => {
    const { SchemaEngine } = await bindings();
    const engine = await SchemaEngine.new(
      { datamodels: [['schema.prisma', schema]] } as never,
      () => {},
      bindMigrationAwareSqlAdapterFactory(factory),
    );
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  });
  previous = turn.catch(() => {});
  return turn;
}

let previous: Promise<unknown> = Promise.resolve();
let loaded: Promise<typeof Wasm> | undefined;

function bindings(): Promise<typeof Wasm> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<typeof Wasm> {
  // Without this registry a panic of the engine hides its cause.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message() {} } });
  // The package's main entry imports the .wasm file itself, which node does not do; this one takes it from us.
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bindings = (await import(pathToFileURL(entry).href)) as typeof Wasm;
  const bytes = await readFile(join(dirname(entry), 'schema_engine_bg.wasm'));
  const { instance } = await webAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}

/** Node has it; TypeScript knows it only together with the browser's types. */
const { WebAssembly: webAssembly } = globalThis as unknown as {
  WebAssembly: {
    instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
  };
};
