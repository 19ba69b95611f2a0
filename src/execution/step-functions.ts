import type { AwsClient } from "../shared/clients.js";
import { pollUntil } from "../shared/poll.js";
import { defaultSfnClient, type SfnSender, sfnSender } from "../shared/sfn-client.js";
import { NotRegisteredError } from "../shared/sfn-errors.js";
import { checkSfnName } from "../shared/sfn-names.js";
import type { StateMachine } from "../workflow/index.js";
import { type MachineAliases, machineAliases } from "./aliases.js";
import { type CallOptions, Execution } from "./execution.js";
import { listMachines, MachineFinder, type MachineSummary } from "./find-machine.js";
import {
  type ListExecutionsOptions,
  type ListedExecution,
  listExecutions,
} from "./list-executions.js";
import {
  type DescribedMachine,
  type MachineDescription,
  readMachineDescription,
} from "./machine-facts.js";
import { type MachineReference, type MachineSource, readMachine } from "./machine-source.js";
import { MapRun } from "./map-run.js";
import { type RegisterOptions, type Registration, registerMachine } from "./register-machine.js";
import {
  type StartOptions,
  type StartSyncOptions,
  type SyncResult,
  startExecution,
  startSyncExecution,
} from "./start-execution.js";
import { validateRemotely } from "./validate-remotely.js";
import { type MachineVersions, machineVersions } from "./versions.js";

export interface StepFunctionsOptions {
  /** An `SFNClient`. Default: one made from the environment at the first call. */
  readonly client?: AwsClient | undefined;
}

export interface DeregisterOptions extends CallOptions {
  /** Waits until it is gone, which running executions put off. Default false. */
  readonly wait?: boolean | undefined;
  /** Milliseconds to wait at most. Default 60,000. */
  readonly timeLimit?: number | undefined;
}

/** What has no types of its own: a name, an ARN, or a document with a name. */
type UntypedMachine = string | { readonly name: string; readonly states?: undefined };

/** An input may be left out where any will do. */
type StartArguments<Input, Options> = unknown extends Input
  ? [input?: unknown, options?: Options]
  : [input: Input, options?: Options];

/**
 * What is said to Step Functions about state machines and executions. A machine is meant by its
 * exact name, its ARN (also of a version or alias, where executions are started), or what has its
 * name. Every method may throw NotRegisteredError, StepFunctionsAccessError and
 * StepFunctionsUnavailableError, and InvalidArgumentError before anything is sent.
 */
export class StepFunctions {
  readonly versions: MachineVersions;
  readonly aliases: MachineAliases;
  readonly #client: AwsClient | undefined;
  readonly #send: SfnSender;
  readonly #machines: MachineFinder;

  /** Makes no request and no SDK client. */
  constructor({ client }: StepFunctionsOptions = {}) {
    this.#client = client;
    this.#send = sfnSender(client);
    this.#machines = new MachineFinder(this.#send);
    this.versions = machineVersions(this.#send, this.#machines);
    this.aliases = machineAliases(this.#send, this.#machines);
  }

  /**
   * Creates the machine, or leaves the one that is registered by its name as it is, or changes it
   * where it differs and `update` allows it.
   *
   * @throws StateMachineConflictError with the differences; what the SDK throws (InvalidDefinition).
   */
  async register(machine: MachineSource, options: RegisterOptions = {}): Promise<Registration> {
    const region = () => regionOf(this.#client);
    return registerMachine({ send: this.#send, finder: this.#machines, region }, machine, options);
  }

  /**
   * Lets the service look at a definition, which need not be registered.
   *
   * @throws InvalidArgumentError with all that it finds wrong.
   */
  async validate(machine: MachineSource, { signal }: CallOptions = {}): Promise<void> {
    const region = await regionOf(this.#client);
    const read = readMachine(machine, region === undefined ? {} : { region });
    await validateRemotely(this.#send, read, machine.type ?? "STANDARD", signal);
  }

  /**
   * Deletes the machine of exactly this name or ARN; its running executions go on to their end.
   *
   * @returns whether there was one.
   */
  async deregister(machine: MachineReference, options: DeregisterOptions = {}): Promise<boolean> {
    const { signal, wait = false, timeLimit = 60_000 } = options;
    const arn = await this.#machines.find(machine, signal);
    if (arn === undefined || !(await this.#exists(arn, signal))) return false;
    await this.#send(
      `the state machine ${arn}`,
      ({ DeleteStateMachineCommand }) => new DeleteStateMachineCommand({ stateMachineArn: arn }),
      signal,
    );
    this.#machines.forget(arn);
    if (wait) {
      const stillThere = () => this.#exists(arn, signal);
      await pollUntil(stillThere, (exists) => !exists, {
        timeLimit,
        firstWait: 100,
        longestWait: 3_000,
        ...(signal === undefined ? {} : { signal }),
      });
    }
    return true;
  }

  /** Whether a machine of exactly this name or ARN is registered, and is not being deleted. */
  async isRegistered(machine: MachineReference, { signal }: CallOptions = {}): Promise<boolean> {
    const arn = await this.#machines.find(machine, signal);
    return arn !== undefined && (await this.#status(arn, signal)) === "ACTIVE";
  }

  async describe(
    machine: MachineReference,
    { signal }: CallOptions = {},
  ): Promise<MachineDescription> {
    return this.#machines.at(machine, signal, async (arn) => {
      const described = await this.#send<DescribedMachine>(
        `the state machine ${arn}`,
        ({ DescribeStateMachineCommand }) =>
          new DescribeStateMachineCommand({ stateMachineArn: arn }),
        signal,
      );
      return readMachineDescription(described, arn);
    });
  }

  /** All state machines of the account and region. */
  list({ signal }: CallOptions = {}): AsyncGenerator<MachineSummary, void, undefined> {
    return listMachines(this.#send, signal);
  }

  /**
   * Starts an execution, by default under a name that no other has, with `{}` as input. A
   * `StateMachine` knows what it takes and gives.
   *
   * @throws InvalidArgumentError for an input that is no JSON, or has more than 262,144 bytes; what
   * the SDK throws (ExecutionAlreadyExists).
   */
  start<Input, Output>(
    machine: StateMachine<Input, Output>,
    ...input: StartArguments<Input, StartOptions>
  ): Promise<Execution<Output>>;
  start<Output = unknown>(
    machine: UntypedMachine,
    input?: unknown,
    options?: StartOptions,
  ): Promise<Execution<Output>>;
  async start(
    machine: MachineReference,
    input: unknown = {},
    options: StartOptions = {},
  ): Promise<Execution> {
    const arn = await this.#machines.at(machine, options.signal, (machineArn) =>
      startExecution(this.#send, machineArn, input, options),
    );
    return new Execution(arn, this.#send);
  }

  /**
   * Runs an execution of an EXPRESS machine to its end, in one request of up to five minutes.
   *
   * @throws ExecutionFailedError; as `start` does.
   */
  startSync<Input, Output>(
    machine: StateMachine<Input, Output>,
    ...input: StartArguments<Input, StartSyncOptions>
  ): Promise<SyncResult<Output>>;
  startSync<Output = unknown>(
    machine: UntypedMachine,
    input?: unknown,
    options?: StartSyncOptions,
  ): Promise<SyncResult<Output>>;
  async startSync(
    machine: MachineReference,
    input: unknown = {},
    options: StartSyncOptions = {},
  ): Promise<SyncResult> {
    return this.#machines.at(machine, options.signal, (machineArn) =>
      startSyncExecution(this.#send, machineArn, input, options),
    );
  }

  /** The execution of an ARN. Makes no request. @throws InvalidArgumentError for another ARN. */
  execution<Output = unknown>(arn: string): Execution<Output> {
    return new Execution<Output>(arn, this.#send);
  }

  /**
   * The execution of a STANDARD machine by its name, which need not be there: only the machine is
   * looked for, where it is given by its name.
   */
  async executionNamed<Output = unknown>(
    machine: MachineReference,
    name: string,
    { signal }: CallOptions = {},
  ): Promise<Execution<Output>> {
    checkSfnName(name, "the execution's name");
    const arn = await this.#machines.arnOf(machine, signal);
    // Of a version or an alias, too: they are no part of an execution's ARN.
    const [machineArn] = /^(?:[^:]*:){6}[^:]+/.exec(arn) ?? [arn];
    const executionArn = `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;
    return this.execution<Output>(executionArn);
  }

  /** The run of a distributed Map by its ARN. Makes no request. */
  mapRun(arn: string): MapRun {
    return new MapRun(arn, this.#send);
  }

  /** The executions of a STANDARD machine, the latest first, of one status or all. */
  async *executions<Output = unknown>(
    machine: MachineReference,
    options: ListExecutionsOptions = {},
  ): AsyncGenerator<ListedExecution<Output>, void, undefined> {
    const arn = await this.#machines.arnOf(machine, options.signal);
    yield* listExecutions<Output>(this.#send, arn, options);
  }

  async #exists(arn: string, signal: AbortSignal | undefined): Promise<boolean> {
    return (await this.#status(arn, signal)) !== undefined;
  }

  /** undefined where there is none. */
  async #status(arn: string, signal: AbortSignal | undefined) {
    try {
      return (await this.describe(arn, { signal })).status;
    } catch (error) {
      if (error instanceof NotRegisteredError) return undefined;
      throw error;
    }
  }
}

/** The region of a client, where it tells. */
async function regionOf(client: AwsClient | undefined): Promise<string | undefined> {
  const { config } = (client ?? (await defaultSfnClient())) as {
    readonly config?: { readonly region?: () => Promise<string> }; // as clients of the SDK have it
  };
  try {
    return await config?.region?.();
  } catch {
    return undefined; // none is set: the call itself says so
  }
}
