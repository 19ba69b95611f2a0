/** The RFC 3339 profile of the States Language: an uppercase T, and an uppercase Z or an offset. */
const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** The widest offset that Java's clock knows, by which the service reads timestamps. */
const MAX_OFFSET_HOURS = 18;

/**
 * The nanoseconds since 1970 that a timestamp stands for, undefined when the text is none:
 * `2016-03-14T01:59:00Z`, `2016-08-18T17:33:00.5+02:00`.
 *
 * https://states-language.net/spec.html#timestamps
 */
export function parseTimestamp(text: string): bigint | undefined {
  const parts = TIMESTAMP.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = "", sign, ...offset] = parts;
  if (!isDate(Number(year), Number(month), Number(day))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const [offsetHours, offsetMinutes] = [Number(offset[0] ?? 0), Number(offset[1] ?? 0)];
  if (offsetHours > MAX_OFFSET_HOURS || offsetMinutes > 59) return undefined;
  const east = (offsetHours * 60 + offsetMinutes) * (sign === "-" ? -1 : 1);
  // Date.parse, since Date.UTC takes the years to 99 for those of the 20th century.
  const milliseconds = Date.parse(`${text.slice(0, 19)}Z`) - east * 60_000;
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

/** The milliseconds since 1970 that a timestamp stands for, undefined when the text is none. */
export function timestampMilliseconds(text: string): number | undefined {
  const nanoseconds = parseTimestamp(text);
  return nanoseconds === undefined ? undefined : Number(nanoseconds / 1_000_000n);
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  // Day 0 of the month after is the last of this one, and 400 years are a full cycle of leap years.
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
