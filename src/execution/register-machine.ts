import { describe, InvalidArgumentError } from "../shared/errors.js";
import type { SfnSender } from "../shared/sfn-client.js";
import { NotRegisteredError } from "../shared/sfn-errors.js";
import { type Difference, formatDifferences } from "./differences.js";
import type { CallOptions } from "./execution.js";
import type { MachineFinder } from "./find-machine.js";
import {
  type DescribedMachine,
  type MachineDescription,
  readMachineDescription,
} from "./machine-facts.js";
import { type MachineSettings, type MachineType, membersOf } from "./machine-settings.js";
import { type MachineSource, type ReadMachine, readMachine, type Site } from "./machine-source.js";
import { noRole, planRegistration, type RegistrationPlan } from "./plan-registration.js";
import { validateRemotely } from "./validate-remotely.js";

export interface RegisterOptions extends MachineSettings, CallOptions {
  /** Default: what the machine says, else STANDARD. That of a registered machine cannot be changed. */
  readonly type?: MachineType | undefined;
  /** Changes a registered machine that differs. Default false: it is a StateMachineConflictError. */
  readonly update?: boolean | undefined;
  /** Says what would be done, and lets the service validate the definition. Default false. */
  readonly dryRun?: boolean | undefined;
  /** Publishes a version of what was created or updated, with a description if it is a text. Default false. */
  readonly publish?: boolean | string | undefined;
  /** Of a machine that is created; those of a registered one are left as they are. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Of the activities and functions that the definition names. Default: as the machine, the role and the client say. */
  readonly site?: Site | undefined;
}

export interface Registration {
  /** undefined for a dry run of a machine that is new. */
  readonly arn: string | undefined;
  /** What was done; of a dry run, what would be done. */
  readonly change: "created" | "updated" | "unchanged";
  /** What was not as it should be. */
  readonly differences: readonly Difference[];
  /** The same, as people read it: a line for each. */
  readonly text: string;
  /** Of the version that was published. */
  readonly versionArn: string | undefined;
  readonly revisionId: string | undefined;
}

interface Surroundings {
  readonly send: SfnSender;
  readonly finder: MachineFinder;
  /** The client's. */
  readonly region: () => Promise<string | undefined>;
}

interface Written {
  readonly stateMachineArn?: string;
  readonly stateMachineVersionArn?: string;
  readonly revisionId?: string;
}

/** Creates a machine, or changes the one that is registered by its name. See `StepFunctions.register`. */
export async function registerMachine(
  { send, finder, region }: Surroundings,
  source: MachineSource,
  options: RegisterOptions,
): Promise<Registration> {
  const { dryRun = false, update = false, type = source.type, signal, ...settings } = options;
  checkType(type);
  const registered = await describeRegistered({ send, finder }, source, signal);
  // Said first: without a role, the account of its functions is not known either.
  if (registered === undefined && options.roleArn === undefined) throw noRole(source.name);
  const machine = readMachine(source, {
    ...(await siteOf(registered?.arn, options.roleArn, region)),
    ...options.site,
  });
  const plan = planRegistration(registered, { machine, type, update, ...settings });
  if (dryRun) {
    await validateRemotely(send, machine, type ?? registered?.type ?? "STANDARD", signal);
    return outcome(plan, registered, {});
  }
  if (plan.change === "unchanged") return outcome(plan, registered, {});
  const written =
    registered === undefined
      ? await create(send, machine, { ...options, type })
      : await change(send, registered.arn, machine, options);
  if (written.stateMachineArn !== undefined) finder.remember(machine.name, written.stateMachineArn);
  return outcome(plan, registered, written);
}

async function describeRegistered(
  { send, finder }: Pick<Surroundings, "send" | "finder">,
  { name }: MachineSource,
  signal: AbortSignal | undefined,
): Promise<MachineDescription | undefined> {
  const arn = await finder.find({ name }, signal);
  if (arn === undefined) return undefined;
  try {
    const described = await send<DescribedMachine>(
      `the state machine ${arn}`,
      ({ DescribeStateMachineCommand }) =>
        new DescribeStateMachineCommand({ stateMachineArn: arn }),
      signal,
    );
    return readMachineDescription(described, arn);
  } catch (error) {
    if (!(error instanceof NotRegisteredError)) throw error;
    finder.forget(arn); // deleted by somebody else since it was found
    return undefined;
  }
}

function create(send: SfnSender, machine: ReadMachine, options: RegisterOptions) {
  const { type, tags = {}, signal } = options;
  return send<Written>(
    `the state machine "${machine.name}"`,
    ({ CreateStateMachineCommand }) =>
      new CreateStateMachineCommand({
        name: machine.name,
        definition: machine.text,
        roleArn: options.roleArn,
        type: type ?? "STANDARD",
        tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
        ...membersOf(options),
        ...publishing(options),
      }),
    signal,
  );
}

function change(send: SfnSender, arn: string, machine: ReadMachine, options: RegisterOptions) {
  return send<Written>(
    `the state machine ${arn}`,
    ({ UpdateStateMachineCommand }) =>
      new UpdateStateMachineCommand({
        stateMachineArn: arn,
        definition: machine.text,
        ...membersOf(options),
        ...publishing(options),
      }),
    options.signal,
  );
}

function publishing({ publish = false }: RegisterOptions) {
  if (publish === false) return {};
  return { publish: true, ...(publish === true ? {} : { versionDescription: publish }) };
}

function outcome(
  { change, differences }: RegistrationPlan,
  registered: MachineDescription | undefined,
  written: Written,
): Registration {
  return {
    arn: written.stateMachineArn ?? registered?.arn,
    change,
    differences,
    text: formatDifferences(differences),
    versionArn: written.stateMachineVersionArn,
    revisionId: written.revisionId ?? registered?.revisionId,
  };
}

/** What the machine's own ARN says, or else its role and the client. */
async function siteOf(
  machineArn: string | undefined,
  roleArn: string | undefined,
  clientRegion: () => Promise<string | undefined>,
): Promise<Site> {
  const [, partition, , region, account] = (machineArn ?? roleArn ?? "").split(":");
  const here = region || (await clientRegion());
  return {
    ...(partition ? { partition } : {}),
    ...(here ? { region: here } : {}),
    ...(account ? { account } : {}),
  };
}

function checkType(type: unknown): void {
  if (type === undefined || type === "STANDARD" || type === "EXPRESS") return;
  throw new InvalidArgumentError(
    `Expected the "type" option to be "STANDARD" or "EXPRESS", got ${describe(type)}.`,
  );
}
