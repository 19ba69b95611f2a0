import { InvalidArgumentError } from "../shared/errors.js";

/** What a resource is that has a name. */
export interface NamedResource {
  readonly kind: "lambda" | "activity" | "stateMachine";
  /** Of a function with its alias or version, as `collect:live`. */
  readonly name: string;
}

/** What the ARNs of a definition are made of. */
export interface ArnOptions {
  /** Of the resources that are named. Without it a name cannot become an ARN. */
  readonly region?: string | undefined;
  /** 12 digits. */
  readonly account?: string | undefined;
  /** Default: what the region says, else `aws`. */
  readonly partition?: string | undefined;
  /**
   * The ARN of a resource, or a placeholder that a deployment puts its ARN for:
   * `({ name }) => "${" + name + "Arn}"`. Undefined leaves it to region and account.
   */
  readonly arnOf?: ((resource: NamedResource) => string | undefined) | undefined;
}

const SERVICE = { lambda: "lambda", activity: "states", stateMachine: "states" } as const;
const TYPE = { lambda: "function", activity: "activity", stateMachine: "stateMachine" } as const;

/**
 * The ARN of a resource. What is an ARN, or has a placeholder, stays as it is.
 *
 * @throws InvalidArgumentError when region or account are needed and not given.
 */
export function arnOf(resource: NamedResource, options: ArnOptions): string {
  const { kind, name } = resource;
  if (isArn(name)) return name;
  const stated = options.arnOf?.(resource);
  if (stated !== undefined) return stated;
  const { region, account } = options;
  if (region === undefined || account === undefined) {
    throw new InvalidArgumentError(
      `Expected the region and account of the ${kind} "${name}", got ${region === undefined ? "no region" : "no account"}. Give definition({ region, account }), or arnOf, or name the ${kind} by its ARN.`,
    );
  }
  return `arn:${partitionOf(options)}:${SERVICE[kind]}:${region}:${account}:${TYPE[kind]}:${name}`;
}

/** The ARN of a service integration, which has neither region nor account. */
export function integrationArn(integration: string, options: ArnOptions): string {
  return `arn:${partitionOf(options)}:states:::${integration}`;
}

/** Whether a name is an ARN, or stands for one. */
export function isArn(name: string): boolean {
  return name.startsWith("arn:") || name.includes("${");
}

function partitionOf({ partition, region = "" }: ArnOptions): string {
  if (partition !== undefined) return partition;
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
