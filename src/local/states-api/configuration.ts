import type { WireInput } from "../protocol/aws-json.js";
import { refuse } from "./exceptions.js";
import type { Configuration } from "./machines.js";
import { list, structure, word } from "./members.js";

type Settings = Pick<
  Configuration,
  "loggingConfiguration" | "tracingConfiguration" | "encryptionConfiguration"
>;

/**
 * What a request says of logging, tracing and encryption; kept and answered, and not acted upon.
 * What it does not say is as in `present`, else the service's default.
 */
export function readConfiguration(input: WireInput, present?: Settings): Settings {
  const logging = structure(input, "loggingConfiguration");
  const tracing = structure(input, "tracingConfiguration");
  const encryption = structure(input, "encryptionConfiguration");
  return {
    loggingConfiguration:
      logging === undefined && present !== undefined
        ? present.loggingConfiguration
        : readLogging(logging ?? {}),
    tracingConfiguration: tracing ?? present?.tracingConfiguration ?? { enabled: false },
    encryptionConfiguration: encryption ??
      present?.encryptionConfiguration ?? { type: "AWS_OWNED_KEY" },
  };
}

function readLogging(logging: WireInput): object {
  const level = word(logging, "level", ["ALL", "ERROR", "FATAL", "OFF"]) ?? "OFF";
  const destinations = list(logging, "destinations");
  const count = destinations?.length ?? 0;
  if (count > 1 || (level !== "OFF" && count !== 1)) {
    throw refuse.invalidLogging("Must specify exactly one Log Destination.");
  }
  const { includeExecutionData = false } = logging;
  return { level, includeExecutionData, ...(destinations === undefined ? {} : { destinations }) };
}
