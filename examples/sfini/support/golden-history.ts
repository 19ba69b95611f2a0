import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

/** The history in the folder's file is this one. `UPDATE_GOLDEN=1` writes it anew: read the difference. */
export function expectHistory(history: readonly string[], folder: string | URL): void {
  const file = new URL("history.json", folder);
  if (process.env.UPDATE_GOLDEN !== undefined) {
    writeFileSync(file, `${JSON.stringify(history, undefined, 2)}\n`);
  }
  expect(history).toEqual(JSON.parse(readFileSync(file, "utf8")));
}

/** A line for each event of a history: what it is, and of what. */
export function linesOf(events: readonly object[]): string[] {
  return (events as readonly Event[]).map(
    ({ id, previousEventId, type, timestamp: _, ...details }) => {
      const { name, resource, error } = (Object.values(details)[0] ?? {}) as Record<
        string,
        unknown
      >;
      const subject = [name, resource, error].find((told) => told !== undefined);
      return `${previousEventId} → ${id} ${type}${subject === undefined ? "" : ` ${subject}`}`;
    },
  ); // events of GetExecutionHistory
}

interface Event {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly timestamp: unknown;
}
