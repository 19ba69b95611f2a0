import { validateDefinition } from "../../../asl/index.js";
import type { Operation } from "../api.js";
import { number, requiredText, word } from "../members.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html */
export const validateStateMachineDefinition: Operation = (_api, input) => {
  const definition = requiredText(input, "definition", { min: 1, max: 1_048_576 });
  const type = word(input, "type", ["STANDARD", "EXPRESS"]) ?? "STANDARD";
  const severity = word(input, "severity", ["ERROR", "WARNING"]) ?? "ERROR";
  const most = number(input, "maxResults", { min: 0, max: 100 }) || 100;
  const found = validateDefinition(definition, { type }).diagnostics;
  const asked = found.filter(
    (diagnostic) => severity === "WARNING" || diagnostic.severity === "ERROR",
  );
  return {
    result: found.some((diagnostic) => diagnostic.severity === "ERROR") ? "FAIL" : "OK",
    diagnostics: asked.slice(0, most),
    truncated: asked.length > most,
  };
};
