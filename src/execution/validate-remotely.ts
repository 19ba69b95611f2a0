import { InvalidArgumentError } from "../shared/errors.js";
import type { SfnSender } from "../shared/sfn-client.js";
import type { MachineType } from "./machine-settings.js";
import type { ReadMachine } from "./machine-source.js";

interface Diagnostic {
  severity?: string;
  code?: string;
  message?: string;
  location?: string;
}

/** Lets the service look at a definition. @throws InvalidArgumentError with all that it finds wrong. */
export async function validateRemotely(
  send: SfnSender,
  { name, text }: ReadMachine,
  type: MachineType,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { result, diagnostics = [] } = await send<{ result?: string; diagnostics?: Diagnostic[] }>(
    `the definition of "${name}"`,
    ({ ValidateStateMachineDefinitionCommand }) =>
      new ValidateStateMachineDefinitionCommand({ definition: text, type, severity: "ERROR" }),
    signal,
  );
  if (result !== "FAIL") return;
  const found = diagnostics.map(({ code, location, message }) =>
    [code, location, message].filter((part) => part !== undefined).join(" "),
  );
  throw new InvalidArgumentError(
    `Expected the definition of "${name}" to be valid, got:\n${found.join("\n")}`,
  );
}
