/** What Step Functions leaves out when it is too long. */
interface Truncated {
  readonly truncated?: boolean | undefined;
}

type Nothing = Readonly<Record<string, never>>;

interface Failure {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** The data is JSON, read. */
interface WithInput {
  readonly input?: unknown;
  readonly inputDetails?: Truncated | undefined;
}

interface WithOutput {
  readonly output?: unknown;
  readonly outputDetails?: Truncated | undefined;
}

interface Credentials {
  readonly taskCredentials?: { readonly roleArn?: string | undefined } | undefined;
}

interface Entered extends WithInput {
  readonly name: string;
}

interface Exited extends WithOutput {
  readonly name: string;
  /** JSON text by the variables' names. */
  readonly assignedVariables?: Readonly<Record<string, string>> | undefined;
  readonly assignedVariablesDetails?: Truncated | undefined;
}

/** Of a service integration: `resource` is the call, such as `invoke`, `resourceType` the service. */
interface Integration {
  readonly resource: string;
  readonly resourceType: string;
}

interface IntegrationFailure extends Integration, Failure {}

interface Iteration {
  /** The Map state's name. */
  readonly name: string;
  readonly index: number;
}

/** The details of each type of event: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
export interface HistoryDetails {
  readonly ActivityFailed: Failure;
  readonly ActivityScheduleFailed: Failure;
  readonly ActivityScheduled: WithInput & {
    readonly resource: string;
    readonly timeoutInSeconds?: number | undefined;
    readonly heartbeatInSeconds?: number | undefined;
  };
  readonly ActivityStarted: { readonly workerName?: string | undefined };
  readonly ActivitySucceeded: WithOutput;
  readonly ActivityTimedOut: Failure;
  readonly ChoiceStateEntered: Entered;
  readonly ChoiceStateExited: Exited;
  readonly EvaluationFailed: Failure & {
    readonly location?: string | undefined;
    readonly state: string;
  };
  readonly ExecutionAborted: Failure;
  readonly ExecutionFailed: Failure;
  readonly ExecutionRedriven: { readonly redriveCount?: number | undefined };
  readonly ExecutionStarted: WithInput & {
    readonly roleArn?: string | undefined;
    readonly stateMachineAliasArn?: string | undefined;
    readonly stateMachineVersionArn?: string | undefined;
  };
  readonly ExecutionSucceeded: WithOutput;
  readonly ExecutionTimedOut: Failure;
  readonly FailStateEntered: Entered;
  readonly LambdaFunctionFailed: Failure;
  readonly LambdaFunctionScheduleFailed: Failure;
  readonly LambdaFunctionScheduled: WithInput &
    Credentials & {
      readonly resource: string;
      readonly timeoutInSeconds?: number | undefined;
    };
  readonly LambdaFunctionStartFailed: Failure;
  readonly LambdaFunctionStarted: Nothing;
  readonly LambdaFunctionSucceeded: WithOutput;
  readonly LambdaFunctionTimedOut: Failure;
  readonly MapIterationAborted: Iteration;
  readonly MapIterationFailed: Iteration;
  readonly MapIterationStarted: Iteration;
  readonly MapIterationSucceeded: Iteration;
  readonly MapRunAborted: Nothing;
  readonly MapRunFailed: Failure;
  readonly MapRunRedriven: {
    readonly mapRunArn?: string | undefined;
    readonly redriveCount?: number | undefined;
  };
  readonly MapRunStarted: { readonly mapRunArn?: string | undefined };
  readonly MapRunSucceeded: Nothing;
  readonly MapStateAborted: Nothing;
  readonly MapStateEntered: Entered;
  readonly MapStateExited: Exited;
  readonly MapStateFailed: Nothing;
  readonly MapStateStarted: { readonly length?: number | undefined };
  readonly MapStateSucceeded: Nothing;
  readonly ParallelStateAborted: Nothing;
  readonly ParallelStateEntered: Entered;
  readonly ParallelStateExited: Exited;
  readonly ParallelStateFailed: Nothing;
  readonly ParallelStateStarted: Nothing;
  readonly ParallelStateSucceeded: Nothing;
  readonly PassStateEntered: Entered;
  readonly PassStateExited: Exited;
  readonly SucceedStateEntered: Entered;
  readonly SucceedStateExited: Exited;
  readonly TaskFailed: IntegrationFailure;
  readonly TaskScheduled: Integration &
    Credentials & {
      readonly region: string;
      readonly parameters?: unknown;
      readonly timeoutInSeconds?: number | undefined;
      readonly heartbeatInSeconds?: number | undefined;
    };
  readonly TaskStartFailed: IntegrationFailure;
  readonly TaskStarted: Integration;
  readonly TaskStateAborted: Nothing;
  readonly TaskStateEntered: Entered;
  readonly TaskStateExited: Exited;
  readonly TaskSubmitFailed: IntegrationFailure;
  readonly TaskSubmitted: Integration & WithOutput;
  readonly TaskSucceeded: Integration & WithOutput;
  readonly TaskTimedOut: IntegrationFailure;
  readonly WaitStateAborted: Nothing;
  readonly WaitStateEntered: Entered;
  readonly WaitStateExited: Exited;
}
