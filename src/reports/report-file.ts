import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import { type Report, rawRows } from './report.ts';

const mediaTypes = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** The report as a file, named by its unit and period. Heavy libraries load when they are first needed. */
export async function fileOf(
  report: Report,
  form: 'docx' | 'xlsx',
  { store, texts }: { store: Store; texts: Texts },
): Promise<{ name: string; bytes: Uint8Array; mediaType: string }> {
  const bytes =
    form === 'xlsx'
      ? await (await import('./xlsx.ts')).toXlsx(report, await rawRows(store, report), texts)
      : await (await import('./docx.ts')).toDocx(report, texts);
  return { name: `${report.facts.unit.code}-${report.period}.${form}`, bytes, mediaType: mediaTypes[form] };
}
