import { expect, test } from "vitest";
import { measureBundle } from "../../bench/bundle-size.js";
import { measurePackage } from "../../bench/package-size.js";

/** Bytes of the root bundle, minified and gzipped, as last measured. Set it when a feature is worth more. */
const BUNDLE_BYTES = 21_600;

test.each(["esm", "cjs"] as const)("the root bundle stays small (%s)", async (format) => {
  const { gzipped } = await measureBundle(format);
  expect(gzipped).toBeLessThanOrEqual(BUNDLE_BYTES * 1.1);
});

/**
 * Bytes of the package with its dependencies. Of those, the layout of pictures takes 2.4 MB (most of it
 * source maps), and reading TypeScript on any Node 1.8 MB. A Lambda bundle has none of it.
 */
const INSTALLED_BYTES = 9_000_000;

test("the package with its dependencies stays small", { timeout: 120_000 }, async () => {
  const { installed } = await measurePackage();
  expect(installed).toBeGreaterThan(100_000);
  expect(installed).toBeLessThan(INSTALLED_BYTES);
});
