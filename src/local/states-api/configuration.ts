import type { WireInput } from "../protocol/aws-json.js";
import { refuse } from "./exceptions.js";
import type { Configuration } from "./machines.js";
import { list, structure, text, word } from "./members.js";

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
    encryptionConfiguration:
      encryption === undefined && present !== undefined
        ? present.encryptionConfiguration
        : readEncryption(encryption ?? {}),
  };
}

/** Throws InvalidEncryptionConfiguration. */
export function readEncryption(encryption: WireInput): object {
  const type =
    word(encryption, "type", ["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"]) ?? "AWS_OWNED_KEY";
  const kmsKeyId = text(encryption, "kmsKeyId", { min: 1, max: 2048 });
  const { kmsDataKeyReusePeriodSeconds: period } = encryption;
  if (type === "AWS_OWNED_KEY") {
    if (kmsKeyId === undefined && period === undefined) return { type };
    throw refuse.invalidEncryption(
      "kmsKeyId and kmsDataKeyReusePeriodSeconds belong to the type CUSTOMER_MANAGED_KMS_KEY only",
    );
  }
  if (kmsKeyId === undefined) {
    throw refuse.invalidEncryption("The type CUSTOMER_MANAGED_KMS_KEY needs a kmsKeyId");
  }
  const seconds = period ?? 300;
  if (!Number.isInteger(seconds) || Number(seconds) < 60 || Number(seconds) > 900) {
    throw refuse.invalidEncryption(
      `kmsDataKeyReusePeriodSeconds must be a whole number from 60 to 900, got ${String(seconds)}`,
    );
  }
  return { type, kmsKeyId, kmsDataKeyReusePeriodSeconds: seconds };
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
