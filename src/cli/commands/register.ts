import type {
  Registration,
  StateMachineConflictError,
  StepFunctions,
} from "../../execution/index.js";
import type { App, AppMachine } from "../app.js";
import { type AddCommand, examples } from "../command.js";
import { EXIT } from "../exit-codes.js";
import { requireApp, type Session } from "../session.js";
import { visible } from "../visible.js";

interface Flags {
  readonly allowUpdate?: boolean;
  readonly dryRun?: boolean;
  readonly stateMachinesOnly?: boolean;
  readonly activitiesOnly?: boolean;
  readonly roleArn?: string;
}

/** One line of what was done. */
interface Outcome {
  readonly kind: "state machine" | "activity";
  readonly name: string;
  readonly change: Registration["change"] | "conflict";
  readonly arn: string | undefined;
  readonly differences: Registration["differences"];
}

/** `register`: activities, then state machines, with what differs. */
export const addRegister: AddCommand = (parent, run) => {
  parent
    .command("register")
    .description("register the app's activities and state machines")
    .option("-u, --allow-update", "change registered state machines that differ")
    .option("--dry-run", "say what would be done, and do nothing")
    .option("-s, --state-machines-only", "leave activities alone")
    .option("-a, --activities-only", "leave state machines alone")
    .option("--role-arn <arn>", "of the role for machines that say none")
    .addHelpText("after", examples("register --app workflow.ts --dry-run"))
    .action(run(register));
};

async function register(session: Session, flags: Flags): Promise<void> {
  const app = await requireApp(session, "state machines or activities to register");
  const outcomes = [
    ...(flags.stateMachinesOnly ? [] : await registerAll(session, app, flags)),
    ...(flags.activitiesOnly ? [] : await registerMachines(session, app, flags)),
  ];
  if (outcomes.length === 0) session.print.note("The app has nothing to register.");
  const { formatDifferences } = await import("../../execution/index.js");
  await session.print.result(outcomes, () => tell(session, outcomes, flags, formatDifferences));
  if (outcomes.some(({ change }) => change === "conflict")) {
    session.exitCode = EXIT.conflict;
    session.print.note(remedyFor(outcomes));
  }
}

async function registerAll(
  session: Session,
  { activities }: App,
  flags: Flags,
): Promise<Outcome[]> {
  if (activities.length === 0) return [];
  const { registerActivities, registeredActivities } = await import("../../activity/index.js");
  const options = { client: await session.clients.sfn(), signal: session.signal };
  const before = await registeredActivities(activities, options);
  const fresh = activities.filter(({ name }) => !before.has(name));
  const arns = flags.dryRun ? new Map() : await registerActivities(fresh, options);
  return activities.map(({ name }) => ({
    kind: "activity",
    name,
    change: before.has(name) ? "unchanged" : "created",
    arn: before.get(name) ?? arns.get(name),
    differences: [],
  }));
}

async function registerMachines(session: Session, app: App, flags: Flags): Promise<Outcome[]> {
  const stepFunctions = await session.stepFunctions();
  const outcomes: Outcome[] = [];
  for (const machine of app.stateMachines) {
    const settings = { roleArn: flags.roleArn ?? app.roleArn, ...machine };
    outcomes.push(await registerMachine(session, stepFunctions, settings, flags));
  }
  return outcomes;
}

async function registerMachine(
  session: Session,
  stepFunctions: StepFunctions,
  { machine, ...settings }: AppMachine,
  { allowUpdate = false, dryRun = false }: Flags,
): Promise<Outcome> {
  const { name } = machine;
  try {
    const options = { ...settings, update: allowUpdate, dryRun, signal: session.signal };
    const { change, arn, differences } = await stepFunctions.register(machine, options);
    return { kind: "state machine", name, change, arn, differences };
  } catch (error) {
    if (!isConflict(error)) throw error;
    const { stateMachineArn: arn, differences } = error;
    return { kind: "state machine", name, change: "conflict", arn, differences };
  }
}

function isConflict(error: unknown): error is StateMachineConflictError {
  return error instanceof Error && error.name === "StateMachineConflictError";
}

function tell(
  { print }: Session,
  outcomes: readonly Outcome[],
  { dryRun = false }: Flags,
  format: (differences: Outcome["differences"]) => string,
): string {
  const words = {
    created: print.style("green", dryRun ? "would create" : "created"),
    updated: print.style("yellow", dryRun ? "would update" : "updated"),
    unchanged: print.style("dim", "unchanged"),
    conflict: print.style("red", "differs"),
  } as const satisfies Record<Outcome["change"], string>;
  const colours = { "+": "green", "-": "red", "~": "yellow" } as const;
  return outcomes
    .flatMap(({ kind, name, change, differences }) => [
      `${words[change]}  ${kind} ${visible(name)}`,
      ...(differences.length === 0 ? [] : visible(format(differences)).split("\n")).map((line) => {
        const colour = colours[line[0] as keyof typeof colours]; // as the format begins its lines
        return `  ${colour === undefined ? line : print.style(colour, line)}`;
      }),
    ])
    .join("\n");
}

function remedyFor(outcomes: readonly Outcome[]): string {
  const ofType = outcomes.some(({ change, differences }) => {
    return change === "conflict" && differences.some(({ path }) => path === "type");
  });
  return ofType
    ? "The type of a state machine cannot be changed: deregister it first, or register under another name."
    : "Nothing was changed where it differs. Give --allow-update to change it.";
}
