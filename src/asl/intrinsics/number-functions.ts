import type { JsonValue } from "../../shared/json.js";
import { javaRandom } from "../java-random.js";
import type { IntrinsicFunction } from "./function.js";

/** The functions of numbers, which are 32-bit integers. What is not accepted is undefined. */
export const NUMBER_FUNCTIONS = {
  "States.MathAdd": ([first, second]) => {
    if (typeof first !== "number" || typeof second !== "number") return undefined;
    const numbers = [Math.round(first), Math.round(second)] as const;
    const sum = numbers[0] + numbers[1];
    return [...numbers, sum].every(isInt) ? sum : undefined;
  },
  "States.MathRandom": ([first, last, seed]) => {
    if (typeof first !== "number" || typeof last !== "number") return undefined;
    const [from, to] = [Math.trunc(first), Math.trunc(last)];
    if (!isInt(from) || !isInt(to) || from >= to || !isInt(to - from)) return undefined;
    if (seed === undefined) return from + Math.floor(Math.random() * (to - from));
    return typeof seed === "number" ? from + javaRandom(seed).nextInt(to - from) : undefined;
  },
} satisfies Record<string, IntrinsicFunction>;

function isInt(value: JsonValue): boolean {
  return typeof value === "number" && value === (value | 0);
}
