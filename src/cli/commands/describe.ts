import type { ExecutionDescription, MachineDescription } from "../../execution/index.js";
import { NotRegisteredError } from "../../shared/sfn-errors.js";
import { type AddCommand, examples } from "../command.js";
import { formatFacts } from "../format-facts.js";
import type { Session } from "../session.js";
import { statusColour } from "../status-colour.js";
import { pickExecution, pickMachine } from "../targets.js";

interface Flags {
  readonly machine?: string;
}

/** `describe`: a state machine or an execution. */
export const addDescribe: AddCommand = (parent, run) => {
  parent
    .command("describe")
    .description("tell all about a state machine or an execution")
    .argument("[name]", "name or ARN of either (default: the app's only machine)")
    .option("-m, --machine <machine>", "whose execution is named")
    .addHelpText("after", examples("describe orders", "describe order-7 --machine orders"))
    .action(run(describe));
};

async function describe(
  session: Session,
  given: string | undefined,
  { machine }: Flags,
): Promise<void> {
  const isExecution =
    machine !== undefined || (given !== undefined && /:(?:execution|express):/.test(given));
  if (isExecution) return describeExecution(session, given, machine);
  try {
    await describeMachine(session, given);
  } catch (error) {
    // A name may be that of an execution of the app's machine.
    if (!(error instanceof NotRegisteredError) || given?.startsWith("arn:")) throw error;
    const machines = (await session.app())?.stateMachines ?? [];
    if (machines.length !== 1 || machines[0]?.machine.name === given) throw error;
    await describeExecution(session, given, undefined);
  }
}

async function describeMachine(session: Session, given: string | undefined): Promise<void> {
  const { print, signal } = session;
  const { reference } = await pickMachine(session, given);
  const stepFunctions = await session.stepFunctions();
  const found = await stepFunctions.describe(reference, { signal });
  await print.result(found, () => formatFacts(machineFacts(found), print));
}

function machineFacts(machine: MachineDescription): Record<string, unknown> {
  const { arn, name, type, status, roleArn, creationDate, revisionId, description } = machine;
  const { logging, tracing, encryption, definition } = machine;
  const { States = {}, Comment } = definition as { States?: object; Comment?: string }; // as the service keeps it
  return {
    name,
    arn,
    type,
    status,
    comment: Comment ?? description,
    states: Object.keys(States).join(", "),
    role: roleArn,
    created: creationDate.toISOString(),
    revision: revisionId,
    logging: logging?.level,
    tracing: tracing ? "on" : "off",
    encryption: encryption?.type,
  };
}

async function describeExecution(
  session: Session,
  given: string | undefined,
  machine: string | undefined,
): Promise<void> {
  const { print, signal } = session;
  const { formatDuration } = await import("../../execution/index.js");
  const execution = await pickExecution(session, { given, machine });
  const found = await execution.describe({ signal });
  await print.result(found, () =>
    formatFacts(executionFacts(found, formatDuration), print, {
      status: statusColour(found.status),
    }),
  );
}

function executionFacts(
  execution: ExecutionDescription,
  formatDuration: (milliseconds: number) => string,
): Record<string, unknown> {
  const { name, arn, status, startDate, stopDate, input, output, error, cause } = execution;
  const { redriveCount, redriveStatus, redriveStatusReason, mapRunArn } = execution;
  const canRedrive = status !== "SUCCEEDED" && status !== "RUNNING";
  return {
    name,
    arn,
    status,
    started: startDate.toISOString(),
    ended: stopDate?.toISOString(),
    took:
      stopDate === undefined ? undefined : formatDuration(stopDate.getTime() - startDate.getTime()),
    input,
    output,
    error,
    cause,
    redrives: redriveCount === 0 ? undefined : redriveCount,
    redrivable: canRedrive ? (redriveStatusReason ?? redriveStatus) : undefined,
    "map run": mapRunArn,
  };
}
