import type { Diagnostic } from "../asl/index.js";
import { SfnTaskToolsError } from "../shared/errors.js";

/** A definition that Step Functions would refuse, with all that is wrong with it. */
export class InvalidDefinitionError extends SfnTaskToolsError {
  override readonly name = "InvalidDefinitionError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(machine: string, diagnostics: readonly Diagnostic[]) {
    const found = diagnostics.map(({ message, location }) => `\n- ${placeOf(location)}${message}`);
    super(
      `Expected a definition of "${machine}" that Step Functions takes, but found:${found.join("")}`,
    );
    this.diagnostics = diagnostics;
  }
}

/** `/States/Check/Choices[0]/Next` as `state "Check", Choices[0]/Next: `. */
function placeOf(location: string | undefined): string {
  if (location === undefined || location === "/") return "";
  const [, name, field = ""] = /^.*\/States\/([^/]+)(?:\/(.*))?$/.exec(location) ?? [];
  if (name === undefined) return `${location.slice(1)}: `;
  return `state "${name}"${field === "" ? "" : `, ${field}`}: `;
}
