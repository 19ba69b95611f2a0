import type { Execution, MachineSource } from "../execution/index.js";
import { InvalidArgumentError } from "../shared/errors.js";
import { NotRegisteredError } from "../shared/sfn-errors.js";
import type { AppMachine } from "./app.js";
import type { Session } from "./session.js";

/** The machine that a command is about. */
export interface PickedMachine {
  /** Its name or ARN. */
  readonly reference: string;
  /** What the app says of it. */
  readonly own: AppMachine | undefined;
}

/** The machine that is named, or the only one of the app. @throws InvalidArgumentError */
export async function pickMachine(session: Session, given?: string): Promise<PickedMachine> {
  const machines = (await session.app())?.stateMachines ?? [];
  if (given !== undefined) {
    return { reference: given, own: machines.find(({ machine }) => machine.name === given) };
  }
  const [only, ...others] = machines;
  if (only !== undefined && others.length === 0) return { reference: only.machine.name, own: only };
  const names = machines.map(({ machine }) => machine.name).join(", ");
  throw new InvalidArgumentError(
    only === undefined
      ? "Expected a state machine: its name, its ARN, or an app that has one (--app <module>)."
      : `Expected the name of a state machine, since the app has several: ${names}.`,
  );
}

export interface ExecutionChoice {
  /** Its ARN, or its name. */
  readonly given: string | undefined;
  /** Whose execution it is, where it is named; the app's only one. */
  readonly machine: string | undefined;
}

/** The execution of an ARN or a name; where neither is given, the latest of the machine. */
export async function pickExecution(
  session: Session,
  { given, machine }: ExecutionChoice,
): Promise<Execution> {
  const stepFunctions = await session.stepFunctions();
  if (given?.startsWith("arn:")) return stepFunctions.execution(given);
  const { reference } = await pickMachine(session, machine);
  const { signal } = session;
  if (given !== undefined) return stepFunctions.executionNamed(reference, given, { signal });
  for await (const { execution } of stepFunctions.executions(reference, { signal })) {
    session.print.note(`The latest execution of ${reference}: ${execution.name}`);
    return execution;
  }
  throw new NotRegisteredError(
    reference,
    `Expected an execution of ${reference}, and there is none. Start one: ${session.name} start ${reference}`,
  );
}

export interface DefinitionChoice {
  readonly name: string;
  readonly type: "STANDARD" | "EXPRESS";
  /** The JSON text. */
  readonly text: string;
}

/** The definition of a machine of the app. It needs no account: names stand for one of zeros. */
export function definitionOf(source: MachineSource): DefinitionChoice {
  const { name, type = "STANDARD" } = source;
  const made = hasMethod(source) ? source.definition(NOWHERE) : source.definition;
  return { name, type, text: typeof made === "string" ? made : JSON.stringify(made, undefined, 2) };
}

const NOWHERE = { region: "us-east-1", account: "000000000000" };

/** `object` takes functions in, too. */
function hasMethod(
  source: MachineSource,
): source is MachineSource & { definition(site: object): object | string } {
  return typeof source.definition === "function";
}
