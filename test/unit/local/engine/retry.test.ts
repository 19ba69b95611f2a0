import fc from "fast-check";
import { expect, test } from "vitest";
import { compileRetrier, matches } from "../../../../src/local/engine/program/retry.js";

const never = () => 0;

test("the delays grow by the rate, up to the longest", () => {
  const retrier = compileRetrier({
    ErrorEquals: ["A"],
    IntervalSeconds: 3,
    BackoffRate: 2,
    MaxDelaySeconds: 5,
  });
  expect([0, 1, 2, 10].map((retry) => retrier.delayMs(retry, never))).toEqual([
    3_000, 5_000, 5_000, 5_000,
  ]);
});

test("the defaults are the language's", () => {
  const { maxAttempts, delayMs } = compileRetrier({ ErrorEquals: ["A"] });
  expect([maxAttempts, delayMs(0, never), delayMs(1, never), delayMs(2, never)]).toEqual([
    3, 1_000, 2_000, 4_000,
  ]);
});

test("full jitter spreads a delay from nothing up to itself", () => {
  const { delayMs } = compileRetrier({ ErrorEquals: ["A"], JitterStrategy: "FULL" });
  fc.assert(
    fc.property(
      fc.nat(20),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (retry, random) => {
        const delay = delayMs(retry, () => random);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(1_000 * 2 ** retry);
      },
    ),
  );
});

test.each([
  [["States.ALL"], ["Any"], true],
  [["A", "B"], ["B"], true],
  [["A"], ["a"], false],
  [["States.TaskFailed"], ["Any"], true],
  [["States.TaskFailed"], ["States.Timeout"], false],
  [["States.HeartbeatTimeout"], ["States.Timeout", "States.HeartbeatTimeout"], true],
  [["States.Timeout"], ["States.Timeout", "States.HeartbeatTimeout"], true],
  [["States.ALL"], [], true],
])("%j stands for %j: %s", (listed, names, expected) => {
  expect(matches(listed, names)).toBe(expected);
});
