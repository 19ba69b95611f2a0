import { isCredentialsError } from "./clients.js";
import { SfnTaskToolsError } from "./errors.js";

/** What a name or ARN stands for is not there: never registered, or deleted. Permanent. */
export class NotRegisteredError extends SfnTaskToolsError {
  override readonly name = "NotRegisteredError";
  /** The name or ARN that was looked for. */
  readonly resource: string;

  constructor(resource: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.resource = resource;
  }
}

/** Step Functions refuses who asks. Permanent, until credentials or permissions change. */
export class StepFunctionsAccessError extends SfnTaskToolsError {
  override readonly name = "StepFunctionsAccessError";
  /** `credentials`: nobody known asks, or no region is set. `permission`: the role may not do this. */
  readonly problem: "credentials" | "permission";

  constructor(message: string, problem: "credentials" | "permission", cause: unknown) {
    super(message, { cause });
    this.problem = problem;
  }
}

/** Step Functions does not answer, or not now: no connection, a throttle, a failure of its own. Transient. */
export class StepFunctionsUnavailableError extends SfnTaskToolsError {
  override readonly name = "StepFunctionsUnavailableError";
}

const MISSING = new Set([
  "ActivityDoesNotExist",
  "ExecutionDoesNotExist",
  "ResourceNotFound",
  "StateMachineDoesNotExist",
]);

const TRANSIENT = new Set([
  "InternalFailure",
  "InternalServerError",
  "InternalServerException",
  "KmsThrottlingException",
  "NetworkingError",
  "RequestTimeout",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "Throttling",
  "ThrottlingException",
  "TimeoutError",
  "TooManyRequestsException",
]);

/**
 * An exception of the SDK as an error of this library, where it is one of a family: not there, not
 * allowed, not available. Everything else (InvalidDefinition, TaskTimedOut, AbortError, …) as it is.
 *
 * @param subject what the call was about, as messages name it.
 */
export function translateSfnError(error: unknown, subject: string): unknown {
  if (!(error instanceof Error) || error.name === "AbortError") return error;
  if (MISSING.has(error.name)) {
    const wayOut =
      error.name === "ExecutionDoesNotExist"
        ? "Look at its name and its state machine: it may be over for 90 days, or be one of an EXPRESS machine"
        : "Register it first";
    return new NotRegisteredError(
      subject,
      `Expected ${subject} to be known to Step Functions, and there is none (${error.message}). ${wayOut}, or look at the region and account of the client.`,
      { cause: error },
    );
  }
  if (isCredentialsError(error)) {
    return new StepFunctionsAccessError(
      `Expected credentials and a region that Step Functions knows, for ${subject}, got: ${error.message}. Look at AWS_PROFILE, AWS_REGION, or the client that was handed in.`,
      "credentials",
      error,
    );
  }
  if (error.name === "AccessDeniedException") {
    return new StepFunctionsAccessError(
      `Not allowed for ${subject}: ${error.message}. Give the role the action that is named.`,
      "permission",
      error,
    );
  }
  if (isTransient(error)) {
    return new StepFunctionsUnavailableError(
      `Expected an answer of Step Functions about ${subject}, got ${error.name}: ${messageOf(error)}. Look at the endpoint and the network; try again later.`,
      { cause: error },
    );
  }
  return error;
}

function isTransient(error: Error): boolean {
  if (TRANSIENT.has(error.name)) return true;
  // Node's own errors of sockets and names: ECONNREFUSED, ECONNRESET, ENOTFOUND, EPIPE, …
  if ("syscall" in error || ("code" in error && /^E[A-Z]+$/.test(String(error.code)))) return true;
  return statusOf(error) >= 500 || statusOf(error) === 429;
}

/** The first line; of several addresses that were tried in vain, the last. */
function messageOf(error: Error): string {
  const inner = error instanceof AggregateError ? error.errors.at(-1) : undefined;
  return inner instanceof Error ? inner.message : error.message;
}

function statusOf(error: Error): number {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } }).$metadata; // as the SDK tells
  return metadata?.httpStatusCode ?? 0;
}
