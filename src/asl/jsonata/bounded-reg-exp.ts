import { createContext, Script } from "node:vm";
import { jsonataError } from "./limits.js";

/** A pattern without repetition takes time in proportion to the text. */
const CAN_REPEAT = /[*+{]/;

/**
 * A RegExp class whose `exec` ends in time, however the pattern backtracks: `node:vm` stops what
 * runs too long, on the same thread. All patterns of one class share the time, which starts now.
 */
export function boundedRegExp(milliseconds: number): RegExpConstructor {
  const deadline = Date.now() + milliseconds;
  class BoundedRegExp extends RegExp {
    override exec(text: string): RegExpExecArray | null {
      const remaining = deadline - Date.now();
      const found = remaining > 0 ? execWithin(remaining, this, text) : TIMED_OUT;
      if (found === TIMED_OUT) throw jsonataError("D1012", { value: milliseconds });
      return found;
    }
  }
  // The library only constructs it, and the statics of RegExp are inherited.
  return BoundedRegExp as unknown as RegExpConstructor;
}

const TIMED_OUT = Symbol("timed out");

function execWithin(
  milliseconds: number,
  pattern: RegExp,
  text: string,
): RegExpExecArray | null | typeof TIMED_OUT {
  const run = (): RegExpExecArray | null => RegExp.prototype.exec.call(pattern, text);
  if (!CAN_REPEAT.test(pattern.source)) return run();
  try {
    return new Script("run()").runInContext(createContext({ run }), { timeout: milliseconds });
  } catch (error) {
    if (isTimeout(error)) return TIMED_OUT;
    throw error;
  }
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}
