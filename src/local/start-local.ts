import { Engine, realClock, skippingClock } from "./engine/index.js";
import { type HttpService, listen } from "./http/listener.js";
import { type LocalData, openLocalData } from "./local-data.js";
import { keepInternals } from "./local-internals.js";
import { type LocalOptions, settingsOf } from "./local-options.js";
import { type LogSink, openLogSink, watchFor } from "./logs/index.js";
import { MockBook, readMockFile } from "./mocks/index.js";
import { awsJsonService, type WireOperation } from "./protocol/aws-json.js";
import { inProcessHandler, type SdkRequestHandler } from "./protocol/in-process.js";
import {
  itemSource,
  itemsIn,
  type ResourceTable,
  resourceTable,
  resultSink,
  s3Caller,
} from "./resources/index.js";
import {
  callStates,
  compiledAgain,
  Machines,
  nestedExecutions,
  operationOf,
  removeWhenEnded,
  type StatesApi,
} from "./states-api/index.js";
import { type StoreClientConfig, startStoresBehind } from "./stores/index.js";

export type { LocalOptions } from "./local-options.js";

/** A Step Functions of this process, with DynamoDB and S3 beside it. */
export interface Local {
  /** The endpoint of Step Functions, `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** The endpoint of DynamoDB. */
  readonly dynamodb: string;
  /** The endpoint of S3. */
  readonly s3: string;
  readonly region: string;
  readonly account: string;
  /** The variables by which the AWS SDK of a child process finds all three. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * What `new SFNClient(...)` needs: by default to call in this process without a socket, with
   * `http` to call over HTTP. With the name of a store, what its client needs.
   */
  clientConfig(service?: "states", transport?: "in-process"): InProcessConfig;
  clientConfig(service: "states", transport: "http"): StatesClientConfig;
  clientConfig(service: "dynamodb" | "s3"): StoreClientConfig;
  /** Ends all executions and frees the ports. May be called again. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface StatesClientConfig extends StoreClientConfig {
  /** The client would put `sync-` before the host's name in StartSyncExecution and TestState. */
  readonly disableHostPrefix: true;
}

export interface InProcessConfig extends StatesClientConfig {
  readonly requestHandler: SdkRequestHandler;
}

/**
 * Starts Step Functions, and DynamoDB and S3 beside it, for development and tests. The ports are
 * bound at once; the stores load at their first request. Rejects when a port is taken.
 */
export async function startLocal(options: LocalOptions = {}): Promise<Local> {
  const settings = settingsOf(options);
  const { region, account, host, allowedHosts } = settings;
  const mocks = await mockBookOf(options);
  const data = options.dataDir === undefined ? undefined : await openLocalData(options.dataDir);
  const stores = await startStoresBehind(asItIs, settings.stores, data?.stores).catch(
    async (error: unknown) => {
      await data?.close();
      throw error;
    },
  );
  const clock = settings.clock === "skip" ? skippingClock(data?.time) : realClock();
  if (settings.clock === "skip") data?.keepTime(clock.now);

  const logs = await openLogs(options.logs, () => Promise.all([stores.close(), data?.close()]));
  const callS3 = s3Caller(() => stores.clientConfig("s3"));

  const engine = new Engine({
    clock,
    region,
    resourceOf: (resource) => resources.resourceOf(resource),
    mockOf: (call) => mocks.mockOf(call),
    items: itemSource(callS3),
    results: resultSink(callS3),
    ...(logs === undefined ? {} : { watcherOf: watchFor(logs) }),
    ...(options.random === undefined ? {} : { random: options.random }),
    ...(data === undefined ? {} : { store: data.runs, activities: data.activities }),
    programOf: (run) => compiledAgain(run.machine.definition),
  });
  const api: StatesApi = {
    engine,
    machines: new Machines(data?.machines),
    tags: data?.tags ?? new Map(),
    partition: settings.partition,
    region,
    account,
    random: options.random ?? Math.random,
    itemsIn,
    unhandled: (resource, place) =>
      place !== undefined && mocks.has(place.stateMachineName, place.state)
        ? undefined
        : resources.unhandled(resource),
    testCases: mocks.testCases,
  };
  const resources: ResourceTable = resourceTable({
    site: { partition: settings.partition, region, account },
    functions: options.functions ?? {},
    handlers: options.handlers ?? {},
    routes: settings.routes,
    dynamodb: () => stores.dynamodb,
    callS3,
    nested: nestedExecutions(api),
    callStates: callStates(api),
  });

  const closeAll = () => {
    engine.close();
    return Promise.all([stores.close(), data?.close(), logs?.close()]);
  };
  const orElseClosed = async (error: unknown): Promise<never> => {
    await closeAll();
    throw error;
  };
  if (data !== undefined) await takeUp(api, data).catch(orElseClosed);

  const service = awsJsonService("AWSStepFunctions", (name) => keptOperation(api, name));
  const { port, maxRequestBytes } = settings;
  const listener = await listen({ service, host, port, maxRequestBytes, allowedHosts }).catch(
    orElseClosed,
  );

  let closing: Promise<unknown> | undefined;
  const close = async () => {
    closing ??= Promise.all([closeAll(), listener.close()]);
    await closing;
  };

  const credentials = { accessKeyId: account, secretAccessKey: "local" };
  const config = { endpoint: listener.url, region, credentials, disableHostPrefix: true } as const;
  const inProcess = { ...config, requestHandler: inProcessHandler(service) };
  // The overloads of Local.clientConfig say which comes when.
  const clientConfig = ((
    name: "states" | "dynamodb" | "s3" = "states",
    transport = "in-process",
  ) => {
    if (name !== "states") return stores.clientConfig(name);
    return transport === "http" ? config : inProcess;
  }) as Local["clientConfig"];

  const local: Local = {
    endpoint: listener.url,
    dynamodb: stores.dynamodb,
    s3: stores.s3,
    region,
    account,
    environment: { ...stores.environment, AWS_ENDPOINT_URL_SFN: listener.url },
    clientConfig,
    close,
    [Symbol.asyncDispose]: close,
  };
  keepInternals(local, { api, mocks });
  return local;
}

async function mockBookOf({ mocks = process.env.SFN_MOCK_CONFIG }: LocalOptions) {
  return new MockBook(mocks === undefined || mocks === "" ? undefined : await readMockFile(mocks));
}

/** Opens where logs go; what was started before is ended when that cannot be. */
async function openLogs(
  target: LocalOptions["logs"],
  end: () => Promise<unknown>,
): Promise<LogSink | undefined> {
  if (target === undefined) return undefined;
  return openLogSink(target).catch(async (error: unknown) => {
    await end();
    throw error;
  });
}

/** Nothing stands between a store and its listener. */
const asItIs = (store: HttpService) => store;

/** An operation that answers once all that it asked for, and all that it tells, is kept. */
function keptOperation(api: StatesApi, name: string): WireOperation {
  const operation = operationOf(api, name);
  return async (input, signal) => {
    const answer = await operation(input, signal);
    await api.engine.settled();
    return answer;
  };
}

/** Goes on with what an earlier process left. Rejects with LocalDataError. */
async function takeUp(api: StatesApi, data: LocalData): Promise<void> {
  api.engine.restore(await data.runs.load());
  for (const machine of api.machines.list()) {
    if (machine.status === "DELETING") removeWhenEnded(api, machine);
  }
}
