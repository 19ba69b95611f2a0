import { type AddCommand, examples } from "../command.js";
import { requireApp, type Session } from "../session.js";
import { visible } from "../visible.js";

interface Flags {
  readonly dryRun?: boolean;
  readonly stateMachinesOnly?: boolean;
  readonly activitiesOnly?: boolean;
}

interface Outcome {
  readonly kind: "state machine" | "activity";
  readonly name: string;
  readonly wasRegistered: boolean;
}

/** `deregister`: state machines, then activities, by their exact names. */
export const addDeregister: AddCommand = (parent, run) => {
  parent
    .command("deregister")
    .description("delete the app's state machines and activities; running executions go on")
    .option("--dry-run", "say what would be done, and do nothing")
    .option("-s, --state-machines-only", "leave activities alone")
    .option("-a, --activities-only", "leave state machines alone")
    .addHelpText("after", examples("deregister --app workflow.ts --dry-run"))
    .action(run(deregister));
};

async function deregister(session: Session, flags: Flags): Promise<void> {
  const { print, signal } = session;
  const app = await requireApp(session, "state machines or activities to deregister");
  const outcomes: Outcome[] = [];
  const stepFunctions = await session.stepFunctions();
  for (const { machine } of flags.activitiesOnly ? [] : app.stateMachines) {
    const { name } = machine;
    const wasRegistered = flags.dryRun
      ? await stepFunctions.isRegistered(name, { signal })
      : await stepFunctions.deregister(name, { signal });
    outcomes.push({ kind: "state machine", name, wasRegistered });
  }
  const activities = flags.stateMachinesOnly ? [] : app.activities;
  if (activities.length > 0) {
    const { deregisterActivities, registeredActivities } = await import("../../activity/index.js");
    const options = { client: await session.clients.sfn(), signal };
    const gone = flags.dryRun
      ? [...(await registeredActivities(activities, options)).keys()]
      : await deregisterActivities(activities, options);
    for (const { name } of activities) {
      outcomes.push({ kind: "activity", name, wasRegistered: gone.includes(name) });
    }
  }
  if (outcomes.length === 0) print.note("The app has nothing to deregister.");
  const word = flags.dryRun ? "would delete" : "deleted";
  await print.result(outcomes, () =>
    outcomes
      .map(({ kind, name, wasRegistered }) => {
        const done = wasRegistered
          ? print.style("red", word)
          : print.style("dim", "not registered");
        return `${done}  ${kind} ${visible(name)}`;
      })
      .join("\n"),
  );
}
