import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

/** The history in the folder's file is this one. `UPDATE_GOLDEN=1` writes it anew: read the difference. */
export function expectHistory(history: readonly string[], folder: string): void {
  const file = new URL("history.json", folder);
  if (process.env.UPDATE_GOLDEN !== undefined) {
    writeFileSync(file, `${JSON.stringify(history, undefined, 2)}\n`);
  }
  expect(history).toEqual(JSON.parse(readFileSync(file, "utf8")));
}
