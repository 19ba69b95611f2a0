import {
  type Diagnostic,
  type StateMachineDefinition,
  validateDefinition,
} from "../../asl/index.js";
import { compileProgram, type MachineType, type Program } from "../engine/index.js";
import type { StatesApi } from "./api.js";
import { refuse } from "./exceptions.js";
import { refuseUnhandled } from "./unhandled.js";

/** The program of a definition. Throws InvalidDefinition, also for what the engine cannot run. */
export function programOf(
  api: StatesApi,
  text: string,
  { name, type }: { readonly name: string; readonly type: MachineType },
): Program {
  const { diagnostics, definition } = validateDefinition(text, { type });
  const faults = diagnostics.filter(({ severity }) => severity === "ERROR");
  if (definition === undefined || faults.length > 0) {
    throw refuse.invalidDefinition(faults.map(faultText).join(", "));
  }
  refuseUnhandled(definition, (resource, state) =>
    api.unhandled(resource, { stateMachineName: name, state }),
  );
  return compileProgram(definition satisfies StateMachineDefinition);
}

/** A finding as InvalidDefinition tells it. */
export function faultText({ code, message, location }: Diagnostic): string {
  return location === undefined ? `${code}: ${message}` : `${code}: ${message} at ${location}`;
}
