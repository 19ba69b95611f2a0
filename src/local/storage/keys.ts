/** Between the parts of a key; no name of Step Functions holds it. */
const SEPARATOR = "\u0000";

/** Wide enough for any number of events, so that keys are in the order of their numbers. */
const DIGITS = 9;

/** What is kept, by key. */
export const keys = {
  /** Which version of this layout the folder has. */
  format: "format",
  /** What the time was when something was last kept, in milliseconds of Unix time. */
  clock: "clock",
  /** A record that the API keeps: a state machine, an activity, tags. */
  record: (kind: string, id = "") => join("record", kind, id),
  /** A state machine as runs know it, by the hash of its text. */
  machine: (hash: string) => join("machine", hash),
  /** What lists tell of a run. */
  facts: (arn = "") => join("facts", arn),
  /** The document of a run, without its events and its large parts. */
  run: (arn: string) => join("run", arn),
  event: (arn: string, id: number) => join("event", arn, numbered(id)),
  /** A large part of a run's document. */
  part: (arn: string, part: number) => join("part", arn, numbered(part)),
  /** An element of a part that is a list. */
  element: (arn: string, part: number, index: number) =>
    join("part", arn, numbered(part), numbered(index)),
};

/** A key as people read it. */
export function shown(key: string): string {
  return key.replaceAll(SEPARATOR, " / ");
}

function join(...parts: string[]): string {
  return parts.join(SEPARATOR);
}

function numbered(value: number): string {
  return String(value).padStart(DIGITS, "0");
}
