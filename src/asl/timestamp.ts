/** The RFC 3339 profile of the States Language: an uppercase T, and an uppercase Z or an offset. */
const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * The nanoseconds since 1970 that a timestamp stands for, undefined when the text is none:
 * `2016-03-14T01:59:00Z`, `2016-08-18T17:33:00.5+02:00`.
 *
 * https://states-language.net/spec.html#timestamps
 */
export function parseTimestamp(text: string): bigint | undefined {
  const parts = TIMESTAMP.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = "", sign, offsetHour, offsetMinute] =
    parts;
  const date = [Number(year), Number(month), Number(day)] as const;
  const time = [Number(hour), Number(minute), Number(second)] as const;
  const offset = [Number(offsetHour ?? 0), Number(offsetMinute ?? 0)] as const;
  if (!isDate(...date) || !isTime(...time) || offset[0] > 18 || offset[1] > 59) return undefined;
  const milliseconds =
    Date.UTC(date[0], date[1] - 1, date[2], ...time) -
    (sign === "-" ? -1 : 1) * (offset[0] * 60 + offset[1]) * 60_000;
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

/** The milliseconds since 1970 that a timestamp stands for, undefined when the text is none. */
export function timestampMilliseconds(text: string): number | undefined {
  const nanoseconds = parseTimestamp(text);
  return nanoseconds === undefined ? undefined : Number(nanoseconds / 1_000_000n);
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  // Day 0 of the month after is the last of this one. Date.UTC takes the years to 99 for 19xx.
  const leapYearAlike = 2000 + (year % 400);
  return day <= new Date(Date.UTC(leapYearAlike, month, 0)).getUTCDate();
}

function isTime(hour: number, minute: number, second: number): boolean {
  return hour <= 23 && minute <= 59 && second <= 59;
}
