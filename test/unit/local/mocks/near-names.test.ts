import { expect, test } from "vitest";
import { suggest } from "../../../../src/local/mocks/index.js";

test.each([
  ["Chagre", ["Charge", "Change", "Wait"], 'did you mean "Charge" or "Change"?'],
  ["busy", ["BusyPath", "HappyPath"], 'did you mean "BusyPath"?'],
  ["Other", ["Charge", "Wait"], 'there are "Charge", "Wait"'],
  ["Other", [], "there are none"],
])("%s among %j: %s", (name, names, text) => {
  expect(suggest(name, names)).toBe(text);
});
