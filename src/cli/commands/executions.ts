import { InvalidArgumentError, Option } from "commander";
import type { ExecutionStatus, ListedExecution } from "../../execution/index.js";
import { type AddCommand, examples } from "../command.js";
import type { Session } from "../session.js";
import { statusColour } from "../status-colour.js";
import { pickMachine } from "../targets.js";

interface Flags {
  readonly status?: ExecutionStatus;
  readonly limit: number;
}

const STATUSES = [
  "RUNNING",
  "SUCCEEDED",
  "FAILED",
  "TIMED_OUT",
  "ABORTED",
  "PENDING_REDRIVE",
] as const satisfies readonly ExecutionStatus[];

/** `executions`: a table, the latest first. */
export const addExecutions: AddCommand = (parent, run) => {
  parent
    .command("executions")
    .description("list the executions of a state machine, the latest first")
    .argument("[machine]", "name or ARN; may be left out where the app has one machine")
    .addOption(new Option("-s, --status <status>", "only those").choices(STATUSES))
    .option("-l, --limit <count>", "how many at most", countOf, 50)
    .addHelpText("after", examples("executions orders --status FAILED"))
    .action(run(executions));
};

async function executions(
  session: Session,
  machine: string | undefined,
  { status, limit }: Flags,
): Promise<void> {
  const { print, signal } = session;
  const { reference } = await pickMachine(session, machine);
  const { formatDuration } = await import("../../execution/index.js");
  const stepFunctions = await session.stepFunctions();
  const found: ListedExecution[] = [];
  let isMore = false;
  for await (const listed of stepFunctions.executions(reference, { status, signal })) {
    isMore = found.length === limit;
    if (isMore) break;
    found.push(listed);
  }
  const facts = found.map(({ execution, ...rest }) => ({ arn: execution.arn, ...rest }));
  await print.result(facts, () =>
    print.table(found, [
      { title: "NAME", of: ({ name }) => name, shrinks: true },
      {
        title: "STATUS",
        of: ({ status }) => status,
        style: (cell, { status }) => print.style(statusColour(status), cell),
      },
      { title: "STARTED", of: ({ startDate }) => startDate.toISOString() },
      {
        title: "TOOK",
        of: ({ startDate, stopDate }) =>
          stopDate === undefined ? "" : formatDuration(stopDate.getTime() - startDate.getTime()),
        align: "right",
      },
    ]),
  );
  if (isMore) print.note(`There are more than ${limit}: --limit shows them.`);
}

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError("Expected a whole number from 1 on.");
}
