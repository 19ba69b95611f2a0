/** An attempt of a task, as a process of its own that may be killed at any point. */
export interface Attempt {
  readonly dynamodb: object;
  readonly s3: object;
  readonly table: string;
  readonly bucket: string;
  readonly namespace: string;
  readonly key: string;
  /** What each item says, so that a reader can tell the attempts apart. */
  readonly label: string;
  readonly count: number;
  /** Characters of an item; beyond 65,536 it overflows. */
  readonly size: number;
  /** How many lists to put, one after the other, each labelled with its number. */
  readonly rounds?: number;
}

/** The items of an attempt: each names its list, its place and the list's length. */
export function itemsOf({ label, count, size }: Pick<Attempt, "label" | "count" | "size">) {
  return Array.from({ length: count }, (_, index) => ({
    label,
    index,
    count,
    filler: label.padEnd(index % 10 === 0 ? size : 50, "·"),
  }));
}
