/** A time as the API answers it: seconds of Unix time, with milliseconds as fraction. */
export function seconds(ms: number): number {
  return ms / 1000;
}
