import { describeJsonFault } from "../../asl/index.js";
import { LIMITS } from "../engine/index.js";
import { refuse } from "./exceptions.js";

/** The JSON text of an input. Throws InvalidExecutionInput, and ValidationException when it is too long. */
export function checkInput(text: string, member: string): string {
  checkLength(text, member);
  const fault = describeJsonFault(text);
  if (fault !== undefined) throw refuse.invalidInput(fault.message);
  return text;
}

/** The JSON text of a task's output. Throws InvalidOutput, and ValidationException when it is too long. */
export function checkOutput(text: string, member: string): string {
  checkLength(text, member);
  const fault = describeJsonFault(text);
  if (fault !== undefined) throw refuse.invalidOutput(fault.message);
  return text;
}

function checkLength(text: string, member: string): void {
  if (Buffer.byteLength(text) <= LIMITS.dataBytes) return;
  const shown = `${text.slice(0, 40)}…`;
  const reason = `Member must have length less than or equal to ${LIMITS.dataBytes}`;
  throw refuse.constraint(shown, member, reason);
}
