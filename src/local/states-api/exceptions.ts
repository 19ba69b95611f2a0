import { WireException } from "../http/wire-exception.js";

/** The exceptions of the API: https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html. */
export const refuse = {
  serialization: (message: string) => exception("SerializationException", message),
  validation: (message: string) => exception("ValidationException", message),
  /** `reason` is what the service says of a member: `Member must not be null`. */
  constraint: (value: unknown, member: string, reason: string) => {
    const shown = value === undefined ? "null" : `'${String(value)}'`;
    return exception(
      "ValidationException",
      `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${reason}`,
    );
  },
  invalidArn: (what: string) => exception("InvalidArn", `Invalid Arn: '${what}'`),
  invalidName: (name: string) => exception("InvalidName", `Invalid Name: '${name}'`),
  invalidDefinition: (faults: string) =>
    exception("InvalidDefinition", `Invalid State Machine Definition: '${faults}'`),
  invalidInput: (fault: string) =>
    exception("InvalidExecutionInput", `Invalid State Machine Execution Input: '${fault}'`),
  invalidOutput: (fault: string) => exception("InvalidOutput", `Invalid Output: '${fault}'`),
  invalidToken: () => exception("InvalidToken", "Invalid Token: 'Invalid token'"),
  invalidLogging: (fault: string) =>
    exception("InvalidLoggingConfiguration", `Invalid Logging Configuration: ${fault}`),
  invalidEncryption: (fault: string) =>
    exception("InvalidEncryptionConfiguration", `Invalid Encryption Configuration: ${fault}`),
  missing: (message: string) => exception("MissingRequiredParameter", message),
  machineExists: (arn: string) =>
    exception("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`),
  noMachine: (arn: string) =>
    exception("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`),
  machineDeleting: (arn: string) =>
    exception("StateMachineDeleting", `State Machine is being deleted: '${arn}'`),
  wrongType: () =>
    exception(
      "StateMachineTypeNotSupported",
      "This operation is not supported by this type of state machine",
    ),
  executionExists: (arn: string) =>
    exception("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`),
  noExecution: (arn: string) =>
    exception("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`),
  activityExists: (arn: string) =>
    exception("ActivityAlreadyExists", `Activity Already Exists: '${arn}'`),
  notRedrivable: (reason: string) => exception("ExecutionNotRedrivable", reason),
  noActivity: (arn: string) =>
    exception("ActivityDoesNotExist", `Activity Does Not Exist: '${arn}'`),
  taskOver: () =>
    exception("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'"),
  noSuchResource: () =>
    exception("ResourceNotFound", "Request references a resource that does not exist."),
  noResource: (arn: string) => exception("ResourceNotFound", `Resource not found: '${arn}'`),
  tooManyTags: (arn: string) => exception("TooManyTags", `Too Many Tags: '${arn}'`),
  quota: (message: string) => exception("ServiceQuotaExceededException", message),
  conflict: (message: string) => exception("ConflictException", message),
  unknown: (operation: string) =>
    exception("UnknownOperationException", `Step Functions has no operation "${operation}"`),
} as const;

function exception(code: string, message: string): WireException {
  return new WireException(400, code, message);
}
