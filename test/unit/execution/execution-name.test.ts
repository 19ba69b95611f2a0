import fc from "fast-check";
import { expect, test } from "vitest";
import { executionName } from "../../../src/execution/execution-name.js";
import { checkSfnName } from "../../../src/shared/sfn-names.js";

test("of any machine's name a valid name is made, of at most 80 characters", () => {
  const character = fc.constantFrom("m", "-", ".", "ü", "名", "𝒳");
  const names = fc
    .string({ unit: character, minLength: 1, maxLength: 80, size: "max" })
    .map((name) => name.slice(0, 80).replace(/[\uD800-\uDBFF]$/, ""));
  fc.assert(
    fc.property(names, (machine) => {
      const name = executionName(machine);
      expect(checkSfnName(name, "it")).toBe(name);
      expect(name.startsWith(machine.slice(0, 50).replace(/[\uD800-\uDBFF]$/, ""))).toBe(true);
    }),
  );
});
