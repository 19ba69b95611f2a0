import { WireException } from "../http/wire-exception.js";
import type { DynamodbInput } from "./dynamodb-call.js";

const MAX_DEPTH = 10;

/**
 * Refuses expressions nested so deep that dynalite's parser, whose time doubles with every level of
 * parentheses, would block the process (12 levels: 0.3 s; 30: hours).
 */
export function refuseDeepExpressions(input: DynamodbInput): void {
  for (const [name, value] of Object.entries(input)) {
    if (name.endsWith("Expression") && typeof value === "string" && depth(value) > MAX_DEPTH) {
      throw new WireException(
        400,
        "ValidationException",
        `Invalid ${name}: the local DynamoDB takes at most ${MAX_DEPTH} nested parentheses`,
      );
    }
  }
}

function depth(expression: string): number {
  let open = 0;
  let deepest = 0;
  for (const character of expression) {
    if (character === "(") open += 1;
    if (character === ")") open -= 1;
    deepest = Math.max(deepest, open);
  }
  return deepest;
}
