import { refuse } from "./exceptions.js";

/** What an ARN of Step Functions says. */
export interface StatesArn {
  readonly arn: string;
  readonly type: string;
  /** The parts after the type. */
  readonly parts: readonly string[];
}

/** Reads an ARN of one of some types of resources. Throws InvalidArn. */
export function readArn(arn: string, types: readonly string[]): StatesArn {
  const [prefix, partition, service, region, account, type = "", ...parts] = arn.split(":");
  if (prefix !== "arn") throw refuse.invalidArn(`Invalid ARN prefix: ${arn}`);
  if (!partition || service !== "states" || !region || !account || parts[0] === undefined) {
    throw refuse.invalidArn(`Invalid ARN: ${arn}`);
  }
  if (!types.includes(type)) {
    throw refuse.invalidArn(`Resource type not valid in this context: ${type}`);
  }
  return { arn, type, parts };
}
