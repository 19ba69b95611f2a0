import { randomBytes } from "node:crypto";

const MAX_CHARACTERS = 80;

/**
 * A name that no other execution of the machine has: the machine's name, the time, and eight random
 * digits, `orders_2026-11-20T10-46-33_0354d790`; of a long machine name, the beginning.
 */
export function executionName(machine: string, now = new Date()): string {
  const time = now.toISOString().slice(0, 19).replaceAll(":", "-");
  const suffix = `_${time}_${randomBytes(4).toString("hex")}`;
  // Not in the middle of a surrogate pair.
  const stem = machine.slice(0, MAX_CHARACTERS - suffix.length).replace(/[\uD800-\uDBFF]$/, "");
  return stem + suffix;
}
