/** What the ARN of a Task's resource says. */
export type TaskResource =
  | { readonly kind: "lambda"; readonly arn: string; readonly functionArn: string }
  | { readonly kind: "activity"; readonly arn: string }
  | Integration;

/** A service integration: https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html. */
export interface Integration {
  readonly kind: "integration";
  readonly arn: string;
  /** `lambda`, `aws-sdk:dynamodb`, … as events name it. */
  readonly resourceType: string;
  /** `invoke.waitForTaskToken`, as events name it. */
  readonly resource: string;
  /** `invoke` */
  readonly action: string;
  readonly pattern: "request" | "sync" | "sync:2" | "waitForTaskToken";
}

const PATTERN =
  /^arn:[^:]+:states:[^:]*:[^:]*:(?<service>(?:aws-sdk:)?[^:.]+):(?<action>[^.:]+)(?:\.(?<pattern>sync|sync:2|waitForTaskToken))?$/;

/** Reads the ARN of a Task's resource; undefined when it is none. */
export function parseTaskResource(arn: string): TaskResource | undefined {
  if (/^arn:[^:]+:lambda:[^:]*:[^:]*:function:.+/.test(arn)) {
    return { kind: "lambda", arn, functionArn: arn };
  }
  if (/^arn:[^:]+:states:[^:]+:\d+:activity:.+/.test(arn)) return { kind: "activity", arn };
  const { service, action, pattern } = PATTERN.exec(arn)?.groups ?? {};
  if (service === undefined || action === undefined) return undefined;
  return {
    kind: "integration",
    arn,
    resourceType: service,
    resource: pattern === undefined ? action : `${action}.${pattern}`,
    action,
    pattern: (pattern ?? "request") as Integration["pattern"], // the alternatives of the pattern above
  };
}
