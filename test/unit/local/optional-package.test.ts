import { expect, test } from "vitest";
import { importOptionalPackage } from "../../../src/local/optional-package.js";

test("a package that is not installed is a 501 that names the command which installs it", async () => {
  await expect(importOptionalPackage("@sfn-task-tools/not-there")).rejects.toMatchObject({
    status: 501,
    code: "MissingPackage",
    message: expect.stringContaining("npm install --save-dev @sfn-task-tools/not-there"),
  });
});

test("a package that is installed is its default export", async () => {
  expect(await importOptionalPackage("dynalite")).toBeTypeOf("function");
});
