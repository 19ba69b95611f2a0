import { access } from "node:fs/promises";
import { type AddCommand, examples } from "../command.js";
import { isInline, readJson } from "../read-json.js";
import type { Session } from "../session.js";
import { type PickedMachine, pickMachine } from "../targets.js";

interface Flags {
  readonly wait?: boolean;
  readonly name?: string;
}

/** `start`: an execution, and with --wait its states as they go, and its output. */
export const addStart: AddCommand = (parent, run) => {
  parent
    .command("start")
    .description("start an execution")
    .argument("[machine]", "name or ARN; may be left out where the app has one machine")
    .argument("[input]", "a JSON file, - for stdin, or JSON in quotes (default: {})")
    .option("-w, --wait", "show its states until it is over, then its output")
    .option("-n, --name <name>", "of the execution (default: made of the machine's, and the time)")
    .addHelpText(
      "after",
      examples(
        "start --app workflow.ts input.json --wait",
        `start orders '{"order": 7}'`,
        "start orders - --name order-7 < input.json",
      ),
    )
    .action(run(start));
};

async function start(
  session: Session,
  first: string | undefined,
  second: string | undefined,
  { wait = false, name }: Flags,
): Promise<void> {
  const { print, signal } = session;
  // One argument alone may be either.
  const isInput = second === undefined && first !== undefined && (await looksLikeInput(first));
  const [machine, inputAt] = isInput ? [undefined, first] : [first, second];
  const picked = await pickMachine(session, machine);
  const input = inputAt === undefined ? {} : await readJson(session, inputAt, "the input");

  const stepFunctions = await session.stepFunctions();
  const options = { name, signal };
  if (wait && (await typeOf(session, picked)) === "EXPRESS") {
    const ended = await (await session.stepFunctions(true)).startSync(
      picked.reference,
      input,
      options,
    );
    await print.result(ended, () => JSON.stringify(ended.output, undefined, 2));
    return;
  }
  const execution = await stepFunctions.start(picked.reference, input, options);
  if (!wait) {
    const { arn, name: itsName, stateMachineName } = execution;
    await print.result({ arn, name: itsName, stateMachineName }, () => arn);
    return;
  }
  print.note(`Started ${execution.arn}`);
  const { waitForEnd } = await import("../wait-for-end.js");
  await waitForEnd(session, execution);
}

async function looksLikeInput(argument: string): Promise<boolean> {
  if (argument === "-" || isInline(argument) || argument.endsWith(".json")) return true;
  return access(argument).then(
    () => true,
    () => false,
  );
}

/** An EXPRESS execution cannot be asked how it stands: it is run in one call. */
async function typeOf(session: Session, { reference, own }: PickedMachine) {
  if (own?.machine.type !== undefined) return own.machine.type;
  const { signal } = session;
  return (await (await session.stepFunctions()).describe(reference, { signal })).type;
}
