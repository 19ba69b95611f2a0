/** `1,109` */
export function count(number: number): string {
  return Math.round(number).toLocaleString("en");
}

/** `212 B`, `3.4 kB`, `268 kB`, `16.6 MB`: three digits tell enough. */
export function bytes(number: number): string {
  const [unit, divisor] = number < 1_000 ? ["B", 1] : number < 999_500 ? ["kB", 1e3] : ["MB", 1e6];
  const value = number / divisor;
  return `${value.toFixed(divisor === 1 || value >= 99.95 ? 0 : 1)} ${unit}`;
}

/** `0.4 s` */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

/** A bar of so many columns; what is more than nothing has one at least. */
export function bar(share: number, width: number): string {
  return "█".repeat(Math.ceil(share * width));
}
