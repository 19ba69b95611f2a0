import { SfnTaskToolsError } from "../shared/errors.js";

/** What is there is not what should be there, and is not ours to change. Permanent. */
export class ProvisionConflictError extends SfnTaskToolsError {
  override readonly name = "ProvisionConflictError";
  /** The table's or the bucket's name. */
  readonly resource: string;
  /** What should be there, as the message says it. */
  readonly expected: string;
  /** What is there. */
  readonly found: string;

  constructor(facts: {
    readonly resource: string;
    readonly expected: string;
    readonly found: string;
    readonly remedy: string;
    readonly cause?: unknown;
  }) {
    super(
      `Expected "${facts.resource}" to be ${facts.expected}, found ${facts.found}. ${facts.remedy}`,
      { cause: facts.cause },
    );
    this.resource = facts.resource;
    this.expected = facts.expected;
    this.found = facts.found;
  }
}

/** The role may not do what is needed, or nobody known asks. Permanent. */
export class ProvisionAccessError extends SfnTaskToolsError {
  override readonly name = "ProvisionAccessError";
  /** The table's or the bucket's name. */
  readonly resource: string;
  /** The IAM action that was refused, such as `s3:PutBucketPolicy`. */
  readonly action: string;

  constructor(message: string, facts: { resource: string; action: string; cause: unknown }) {
    super(message, { cause: facts.cause });
    this.resource = facts.resource;
    this.action = facts.action;
  }
}

/** The time limit passed first. What was done by then stays; a second run goes on from there. */
export class ProvisionTimeoutError extends SfnTaskToolsError {
  override readonly name = "ProvisionTimeoutError";
  /** Milliseconds. */
  readonly timeLimit: number;

  constructor(timeLimit: number, waitedFor: string, cause?: unknown) {
    super(
      `Expected ${waitedFor} within ${timeLimit} ms. Run it again, which goes on from where it ended, or raise "timeLimit".`,
      { cause },
    );
    this.timeLimit = timeLimit;
  }
}
