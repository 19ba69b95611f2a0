/** How a Task waits for what it calls. `none` goes on with the call's answer. */
export type ServicePattern = "none" | "sync" | "sync:2" | "waitForTaskToken";

/**
 * A call to an AWS service, by the end of its ARN: `sqs:sendMessage`, `aws-sdk:s3:getObject`,
 * `http:invoke`. The Task's parameters or arguments are those of the call.
 */
export class ServiceIntegration {
  readonly kind = "service";
  readonly action: string;
  readonly pattern: ServicePattern;

  constructor(action: string, pattern: ServicePattern = "none") {
    this.action = action;
    this.pattern = pattern;
  }
}
