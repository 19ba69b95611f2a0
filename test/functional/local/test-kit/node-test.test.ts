import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

test("the kit serves the test runner of Node as well", async () => {
  const args = [
    "--import",
    "tsx",
    "--test",
    "--test-reporter=tap",
    "examples/test-kit/orders.node-test.ts",
  ];
  const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env });
  expect(stdout).toContain("ok 1 - an order that is expensive waits for a day");
  expect(stdout).toContain("# fail 0");
});
