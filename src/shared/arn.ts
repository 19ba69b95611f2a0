import { describe, InvalidArgumentError } from "./errors.js";

/** What the ARN of an execution says. */
export interface ExecutionArn {
  readonly arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly type: "STANDARD" | "EXPRESS";
  /** The state machine's name; `machine/label` for a child of a distributed Map. */
  readonly stateMachineName: string;
  /** The execution's name. */
  readonly name: string;
  /** What no other execution of the state machine has: the name, or for EXPRESS the last part. */
  readonly uniqueName: string;
}

/**
 * Reads `arn:<partition>:states:<region>:<account>:execution:<machine>:<name>` and the EXPRESS form
 * `…:express:<machine>:<name>:<unique part>`.
 *
 * @throws InvalidArgumentError when it is neither.
 */
export function parseExecutionArn(arn: unknown): ExecutionArn {
  const parts = typeof arn === "string" ? arn.split(":") : [];
  const [prefix, partition, service, region, account, kind, machine, name, unique] = parts;
  const isStandard = kind === "execution" && parts.length === 8;
  const isExpress = kind === "express" && parts.length === 9;
  if (
    typeof arn !== "string" ||
    prefix !== "arn" ||
    service !== "states" ||
    !(isStandard || isExpress) ||
    !partition ||
    region === undefined ||
    account === undefined ||
    !machine ||
    !name ||
    (isExpress && !unique)
  ) {
    throw new InvalidArgumentError(
      `Expected the ARN of an execution (arn:aws:states:<region>:<account>:execution:<state machine>:<name>), got ${describe(arn)}. In a state's Parameters it is "$$.Execution.Id".`,
    );
  }
  return {
    arn,
    partition,
    region,
    account,
    type: isExpress ? "EXPRESS" : "STANDARD",
    stateMachineName: machine,
    name,
    uniqueName: unique ?? name,
  };
}
