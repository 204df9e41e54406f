import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ErrorCode } from './core/error-codes.ts';
import { OperatorError } from './core/errors.ts';

// A library that DEBUG names prints what passes through it (telegraf: every message). No log may hold people's words, so the
// variable is taken away before any of them reads it: main.ts loads the rest after this file.
delete process.env.DEBUG;

/**
 * Every setting, from the environment and from a file `.env` beside the program (the environment wins). This is the only
 * file that reads `process.env`; `.env.example` and README list the settings, and a test keeps them equal.
 */
const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z.string().default('file:data/to-am.db'),
  DATA_KEY: z.string().optional(),
  PUBLIC_URL: z.url().optional(),
  TRUST_PROXY: z.enum(['yes', 'no']).default('no'),
  METRICS_TOKEN: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  DEMONSTRATION: z.enum(['auto', 'yes', 'no']).default('auto'),
  TELEGRAM_TOKEN: z.string().optional(),
  TELEGRAM_API_ROOT: z.url().optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/)
    .optional(),
  ZALO_BOT_TOKEN: z.string().optional(),
  ZALO_BOT_API_ROOT: z.url().optional(),
  ZALO_BOT_WEBHOOK_SECRET: z.string().min(8).max(256).optional(),
  ZALO_OA_APP_ID: z.string().optional(),
  ZALO_OA_SECRET: z.string().optional(),
  ZALO_OA_APP_SECRET: z.string().optional(),
  ZALO_OA_REFRESH_TOKEN: z.string().optional(),
  ZALO_OA_API_ROOT: z.url().optional(),
  ZALO_OA_OAUTH_ROOT: z.url().optional(),
  ZALO_PERSONAL_ENABLED: z.enum(['yes', 'no']).default('no'),
  ZALO_PERSONAL_DAILY_CAP: z.coerce.number().int().min(1).max(500).default(80),
  BOT_FRAMEWORK: z.enum(['yes', 'no']).default('no'),
  BOT_FRAMEWORK_APP_ID: z.string().optional(),
  BOT_FRAMEWORK_APP_PASSWORD: z.string().optional(),
  BOT_FRAMEWORK_TENANT_ID: z.string().optional(),
});

export type Config = z.infer<typeof settings>;
export const settingNames = Object.keys(settings.shape) as (keyof Config)[];

/** Reads the settings. Throws TA-CONFIG-003 for a setting that is there but empty, TA-CONFIG-001 for one that cannot be used. */
export function readConfig(environment: Record<string, string | undefined> = withEnvFile(process.env)): Config {
  const given = Object.fromEntries(
    settingNames.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
  for (const [name, value] of Object.entries(given)) {
    if (value?.trim() === '') refuse('TA-CONFIG-003', name, 'is set but empty. Give it a value, or remove the line.');
  }
  const parsed = settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new OperatorError('TA-CONFIG-001', `Settings that cannot be used: ${lines.join('; ')}. See .env.example.`, {
    place: parsed.error.issues.map((issue) => issue.path.join('.')).join(', '),
  });
}

function refuse(code: ErrorCode, name: string, message: string): never {
  throw new OperatorError(code, `${name} ${message}`, { place: name });
}

function withEnvFile(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  if (!existsSync('.env')) return environment;
  const lines = readFileSync('.env', 'utf8').split(/\r?\n/);
  const fromFile = Object.fromEntries(
    lines.flatMap((line) => {
      const match = /^\s*([A-Z_]+)\s*=\s*(.*?)\s*$/.exec(line);
      return match ? [[match[1] as string, (match[2] ?? '').replace(/^(["'])(.*)\1$/, '$2')]] : [];
    }),
  );
  return { ...fromFile, ...environment };
}

/** Whether a messenger is configured; without one and with an empty database the demonstration starts. */
export function hasMessenger(config: Config): boolean {
  return Boolean(
    config.TELEGRAM_TOKEN ||
      config.ZALO_BOT_TOKEN ||
      config.ZALO_OA_REFRESH_TOKEN ||
      config.ZALO_PERSONAL_ENABLED === 'yes' ||
      config.BOT_FRAMEWORK_APP_ID,
  );
}
