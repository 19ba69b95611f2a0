import { SfnTaskToolsError } from "../shared/errors.js";
import type { ExecutionStatus } from "../shared/execution-status.js";
import { type Difference, formatDifferences } from "./differences.js";
import type { ExecutionDescription } from "./execution-facts.js";

/** An execution did not succeed. Permanent for this execution; some can be redriven. */
export class ExecutionFailedError extends SfnTaskToolsError {
  override readonly name = "ExecutionFailedError";
  readonly executionArn: string;
  readonly status: ExecutionStatus;
  /** What it failed with; undefined where nobody said. */
  readonly error: string | undefined;
  /** Why, as the state machine or its task said it. */
  override readonly cause: string | undefined;

  constructor(facts: {
    readonly executionArn: string;
    readonly status: ExecutionStatus;
    readonly error: string | undefined;
    readonly cause: string | undefined;
  }) {
    const reason = [facts.error, facts.cause].filter((text) => text !== undefined).join(": ");
    super(
      `Expected the execution ${facts.executionArn} to succeed, and it ended ${facts.status}${reason === "" ? "" : ` (${reason})`}.`,
    );
    this.executionArn = facts.executionArn;
    this.status = facts.status;
    this.error = facts.error;
    this.cause = facts.cause;
  }
}

/** The time limit of a wait passed first. The execution runs on. */
export class WaitTimeLimitError extends SfnTaskToolsError {
  override readonly name = "WaitTimeLimitError";
  readonly executionArn: string;
  /** Milliseconds. */
  readonly timeLimit: number;
  /** As it was seen last. */
  readonly lastSeen: ExecutionDescription;

  constructor(timeLimit: number, lastSeen: ExecutionDescription) {
    super(
      `Expected the execution ${lastSeen.arn} to end within ${timeLimit} ms, and it is still ${lastSeen.status}. Wait again, raise "timeLimit", or stop it.`,
    );
    this.executionArn = lastSeen.arn;
    this.timeLimit = timeLimit;
    this.lastSeen = lastSeen;
  }
}

/** Another state machine is registered by that name, and was not to be changed, or cannot be. Permanent. */
export class StateMachineConflictError extends SfnTaskToolsError {
  override readonly name = "StateMachineConflictError";
  readonly stateMachineArn: string;
  readonly differences: readonly Difference[];

  constructor(stateMachineArn: string, differences: readonly Difference[], remedy: string) {
    super(
      `Expected ${stateMachineArn} to be as it should be registered, and it differs:\n${formatDifferences(differences)}\n${remedy}`,
    );
    this.stateMachineArn = stateMachineArn;
    this.differences = differences;
  }
}
