import type { LocalFunction } from "sfn-task-tools/local";

/** What a function of a golden case does. */
export type GoldenFunction =
  | { readonly echo: true }
  | { readonly never: true }
  | {
      readonly fails: number;
      readonly error: string;
      readonly message: string;
      readonly then: unknown;
    }
  | { readonly failsOn: unknown; readonly error: string; readonly message: string }
  | { readonly throws: readonly string[] }
  | { readonly throwsOn: readonly number[] }
  | { readonly throwsValue: unknown }
  | { readonly repeats: string; readonly times: number }
  | { readonly special: "bigint" | "cycle" | "undefined" };

/** The function that a golden case describes. */
export function goldenFunctions(what: GoldenFunction): LocalFunction {
  let calls = 0;
  return (event) => {
    calls += 1;
    if ("echo" in what) return event;
    if ("never" in what) return new Promise(() => {});
    if ("fails" in what) {
      if (calls <= what.fails) throw named(what.error, what.message);
      return what.then;
    }
    if ("failsOn" in what) {
      if (event === what.failsOn) throw named(what.error, what.message);
      return event;
    }
    if ("throws" in what) throw named(what.throws[calls - 1] ?? "Exhausted", `call ${calls}`);
    if ("throwsOn" in what) {
      if (what.throwsOn.includes(calls)) throw named("Broken", `call ${calls}`);
      return { event, calls };
    }
    if ("throwsValue" in what) throw what.throwsValue;
    if ("repeats" in what) return what.repeats.repeat(what.times);
    return SPECIAL[what.special]();
  };
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

const SPECIAL = {
  bigint: () => ({ big: 1n }),
  cycle() {
    const round: { self?: unknown } = {};
    round.self = round;
    return round;
  },
  undefined: () => undefined,
} as const;
