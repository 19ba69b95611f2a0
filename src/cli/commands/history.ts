import type { HistoryEvent } from "../../execution/index.js";
import { type AddCommand, examples } from "../command.js";
import type { Session } from "../session.js";
import { cutTo } from "../table.js";
import { pickExecution } from "../targets.js";
import { visible } from "../visible.js";

interface Flags {
  readonly machine?: string;
  readonly data?: boolean;
}

/** `history`: the events of an execution, as people read them, or as JSON. */
export const addHistory: AddCommand = (parent, run) => {
  parent
    .command("history")
    .description("show the events of an execution")
    .argument("[execution]", "ARN or name (default: the latest of the machine)")
    .option("-m, --machine <machine>", "whose execution it is (default: the app's only one)")
    .option("-d, --data", "inputs and outputs of states and tasks, too")
    .addHelpText("after", examples("history order-7 --machine orders --data"))
    .action(run(history));
};

async function history(
  session: Session,
  given: string | undefined,
  { machine, data = false }: Flags,
): Promise<void> {
  const { print, signal } = session;
  const { formatHistory } = await import("../../execution/index.js");
  const execution = await pickExecution(session, { given, machine });
  const events: HistoryEvent[] = [];
  for await (const event of execution.history({ signal })) events.push(event);
  await print.result(events, async () => {
    // What is cut is cut at the end of the line, so that nothing is cut in a pipe.
    const width = print.width ?? Number.MAX_SAFE_INTEGER;
    const { default: widthOf } = await import("string-width");
    return visible(formatHistory(events, { data, width }))
      .split("\n")
      .map((line) => (print.width === undefined ? line : cutTo(line, width, widthOf)))
      .join("\n");
  });
}
