import fc from "fast-check";
import { expect, test } from "vitest";
import { executionName } from "../../../src/execution/execution-name.js";
import { checkSfnName } from "../../../src/shared/sfn-names.js";

test("of any machine's name a valid name is made, of at most 80 characters", () => {
  const names = fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }).filter((name) => {
    try {
      return checkSfnName(name, "it") === name;
    } catch {
      return false;
    }
  });
  fc.assert(
    fc.property(names, (machine) => {
      const name = executionName(machine);
      expect(checkSfnName(name, "it")).toBe(name);
    }),
  );
});
