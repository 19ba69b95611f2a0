import type { JsonValue } from "../../shared/json.js";
import type { Place } from "./checks.js";

/** The resource of a Task. */
export function checkResource(
  value: JsonValue | undefined,
  { findings, location }: Place,
  type: "STANDARD" | "EXPRESS",
): void {
  if (typeof value !== "string") return; // told where the state's fields were looked at
  if (!/^arn:[^:]*:[^:]+:[^:]*:[^:]*:.+/.test(value)) {
    findings.schema("Value is not a valid resource ARN", location);
    return;
  }
  const pattern = /\.(sync(?::2)?|waitForTaskToken)$/.exec(value)?.[1];
  if (type === "EXPRESS" && pattern !== undefined) {
    const message = `Express state machine does not support '.${pattern}' service integration `;
    findings.schema(message, location);
  }
}
