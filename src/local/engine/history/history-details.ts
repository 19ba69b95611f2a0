/** The details of events, by the member that holds them. */
export interface HistoryDetails {
  readonly executionStartedEventDetails?: Data<"input"> & {
    readonly roleArn: string;
    readonly stateMachineVersionArn?: string;
    readonly stateMachineAliasArn?: string;
  };
  readonly executionSucceededEventDetails?: Data<"output">;
  readonly executionFailedEventDetails?: ErrorDetails;
  readonly executionTimedOutEventDetails?: ErrorDetails;
  readonly executionAbortedEventDetails?: ErrorDetails;
  readonly executionRedrivenEventDetails?: { readonly redriveCount: number };
  readonly stateEnteredEventDetails?: Data<"input"> & { readonly name: string };
  readonly stateExitedEventDetails?: Data<"output"> & {
    readonly name: string;
    /** JSON text by name. */
    readonly assignedVariables?: Readonly<Record<string, string>>;
    readonly assignedVariablesDetails?: Truncation;
  };
  readonly evaluationFailedEventDetails?: ErrorDetails & {
    readonly location?: string;
    readonly state: string;
  };
  readonly lambdaFunctionScheduledEventDetails?: ScheduledFunction;
  readonly lambdaFunctionSucceededEventDetails?: Data<"output">;
  readonly lambdaFunctionFailedEventDetails?: ErrorDetails;
  readonly lambdaFunctionTimedOutEventDetails?: ErrorDetails;
  readonly activityScheduledEventDetails?: ScheduledFunction & {
    readonly heartbeatInSeconds?: number;
  };
  readonly activityStartedEventDetails?: { readonly workerName?: string };
  readonly activitySucceededEventDetails?: Data<"output">;
  readonly activityFailedEventDetails?: ErrorDetails;
  readonly activityTimedOutEventDetails?: ErrorDetails;
  readonly taskScheduledEventDetails?: Integration & {
    readonly region: string;
    /** JSON text. */
    readonly parameters: string;
    readonly timeoutInSeconds?: number;
    readonly heartbeatInSeconds?: number;
    readonly taskCredentials?: { readonly roleArn: string };
  };
  readonly taskStartedEventDetails?: Integration;
  readonly taskSubmittedEventDetails?: Integration & Data<"output">;
  readonly taskSucceededEventDetails?: Integration & Data<"output">;
  readonly taskFailedEventDetails?: Integration & ErrorDetails;
  readonly taskTimedOutEventDetails?: Integration & ErrorDetails;
  readonly mapStateStartedEventDetails?: { readonly length: number };
  readonly mapIterationStartedEventDetails?: Iteration;
  readonly mapIterationSucceededEventDetails?: Iteration;
  readonly mapIterationFailedEventDetails?: Iteration;
  readonly mapIterationAbortedEventDetails?: Iteration;
  readonly mapRunStartedEventDetails?: { readonly mapRunArn: string };
  readonly mapRunRedrivenEventDetails?: {
    readonly mapRunArn: string;
    readonly redriveCount: number;
  };
  readonly mapRunFailedEventDetails?: ErrorDetails;
}

export interface ErrorDetails {
  readonly error?: string;
  readonly cause?: string;
}

export interface Truncation {
  readonly truncated: boolean;
}

/** JSON text under `input` or `output`, and whether it was cut. */
export type Data<Name extends "input" | "output"> = {
  readonly [Key in Name]: string;
} & { readonly [Key in `${Name}Details`]: Truncation };

interface ScheduledFunction extends Data<"input"> {
  readonly resource: string;
  readonly timeoutInSeconds?: number;
  readonly taskCredentials?: { readonly roleArn: string };
}

interface Integration {
  readonly resourceType: string;
  readonly resource: string;
}

interface Iteration {
  readonly name: string;
  readonly index: number;
}
