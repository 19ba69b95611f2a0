import { randomUUID } from "node:crypto";
// By the package's own name, as its users do: the stores know nothing of the client that is
// tested, and both meet at the AWS wire protocol.
import type { Context, ContextOptions, LambdaContext } from "sfn-task-tools";
import { type HttpService, type Listener, listen } from "../http/listener.js";
import { type Stores, startStoresBehind } from "../stores/index.js";
import { once } from "../stores/once.js";
import { deleteObjects, expireAll } from "./age-state-data.js";
import { openClients } from "./clients.js";
import { setEnvironment } from "./environment.js";
import { createFaults, type Faults } from "./faults.js";
import { type StepFunctionsCall, stepFunctionsRecorder } from "./step-functions.js";
import { iterationInputs, newExecution, type TaskEventOptions, taskEvent } from "./task-event.js";

export interface TestContextOptions {
  /** Options of `context`: `ttlDays`, `offload`, … Default none. */
  readonly context?: Omit<
    ContextOptions,
    "bucket" | "clients" | "env" | "execution" | "lambda" | "table"
  >;
  /** Milliseconds that `lambda` says are left. Default 900,000, the longest run of a Lambda. */
  readonly timeLimit?: number;
  /**
   * Sets the environment variables of this process, for handlers that make their own Context, and
   * puts them back at close. Default true; false where several test contexts are open at once.
   */
  readonly setEnvironment?: boolean;
}

/** A Context on stores in this process, and what tests do with it. */
export interface TestContext {
  readonly context: Context;
  /** The context's. */
  readonly stateData: Context["stateData"];
  /** What Lambda hands to a handler as its second argument. */
  readonly lambda: LambdaContext;
  /** What goes wrong on AWS, to be switched on. */
  readonly faults: Faults;
  /** What tasks have said to Step Functions, in order: nothing runs behind it, and a stopped execution is ABORTED. */
  readonly stepFunctionsCalls: readonly StepFunctionsCall[];
  /** The endpoints, credentials and names that a handler reads; set in this process by default. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stores: Stores;
  /** What a Task state of this context's execution sends to its task. */
  event<Input>(
    input: Input,
    options?: TaskEventOptions,
  ): { readonly input: Input; readonly context: object };
  /** What a Map state over a list sends to the task of each iteration, in order. */
  mapEvents(list: Parameters<typeof iterationInputs>[0]): MapTaskEvent[];
  /** Lets everything expire that was put until now, as DynamoDB's time to live does in the end. */
  expireAll(): Promise<void>;
  /** Deletes all overflow objects, as a lifecycle rule does that is too short. Resolves to how many. */
  deleteObjects(): Promise<number>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The event of a Map iteration's task. */
export interface MapTaskEvent {
  readonly input: ReturnType<typeof iterationInputs>[number];
  readonly context: object;
}

const NAMES = { table: "state-data", bucket: "state-data" };
const ACCOUNT = "123456789012";
/** The longest run of a Lambda. */
const TIME_LIMIT = 900_000;

/**
 * Makes a Context on a DynamoDB, an S3 and a stand-in for Step Functions in this process, for tests
 * of your handlers. Needs the packages dynalite, @20minutes/s3rver and the SDK's clients.
 */
export async function createTestContext(options: TestContextOptions = {}): Promise<TestContext> {
  const { faults, wrap, without } = createFaults();
  const recorder = stepFunctionsRecorder();
  const stores = await startStoresBehind(wrap);
  const stepFunctions = await listenOnLoopback(wrap(recorder));
  const clients = await openClients(stores, stepFunctions.url);
  const { Context } = await import("sfn-task-tools");
  const { ensureStateDataStore } = await import("sfn-task-tools/provision");
  await ensureStateDataStore({ ...NAMES, clients });

  const environment = {
    ...stores.environment,
    AWS_ENDPOINT_URL_SFN: stepFunctions.url,
    SFN_DATA_TABLE: NAMES.table,
    SFN_DATA_S3_BUCKET: NAMES.bucket,
  };
  const restore = options.setEnvironment === false ? () => {} : setEnvironment(environment);
  const close = once(async () => {
    restore();
    clients.destroy();
    await Promise.all([stores.close(), stepFunctions.close()]);
  });

  const execution = newExecution(stores.clientConfig("dynamodb").region, ACCOUNT);
  const lambda = lambdaContext(options.timeLimit ?? TIME_LIMIT);
  const context = new Context({
    ...options.context,
    ...NAMES,
    execution: execution.arn,
    lambda,
    clients,
  });
  return {
    context,
    stateData: context.stateData,
    lambda,
    faults,
    stepFunctionsCalls: recorder.calls,
    environment,
    stores,
    event: (input, more) => taskEvent(input, execution, more),
    mapEvents: (list) =>
      iterationInputs(list).map((input, mapIndex) => taskEvent(input, execution, { mapIndex })),
    expireAll: () => without(() => expireAll(clients, NAMES.table)),
    deleteObjects: () => without(() => deleteObjects(clients, NAMES.bucket)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function listenOnLoopback(service: HttpService): Promise<Listener> {
  return listen({
    service,
    host: "127.0.0.1",
    port: 0,
    maxRequestBytes: 1_048_576,
    allowedHosts: new Set(),
  });
}

function lambdaContext(timeLimit: number): LambdaContext {
  const end = Date.now() + timeLimit;
  return {
    getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
    awsRequestId: randomUUID(),
    functionName: "test",
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:test`,
    memoryLimitInMB: "128",
    logGroupName: "/aws/lambda/test",
    logStreamName: "test",
  };
}
