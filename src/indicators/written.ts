/** Numbers as they are written in Vietnamese: `1.234`, `93,5`, `12,5 triệu` without the word. */
export function writeNumber(n: number): string {
  return Math.round(n)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, '.');
}

/** One digit behind the comma where it is not 0; rounded down towards the target's wrong side, so that 94,96 is no 95. */
export function writePercent(n: number): string {
  const tenths = Math.floor(n * 10 + 1e-9);
  const whole = Math.floor(tenths / 10);
  const rest = tenths % 10;
  return `${writeNumber(whole)}${rest === 0 ? '' : `,${rest}`}%`;
}

/** Millions of đồng with one digit behind the comma. */
export function writeMillions(vnd: number): string {
  const tenths = Math.round(vnd / 100_000);
  const rest = tenths % 10;
  return `${writeNumber(Math.floor(tenths / 10))}${rest === 0 ? '' : `,${rest}`}`;
}
