import { type AddCommand, examples } from "../command.js";
import type { Session } from "../session.js";
import { pickExecution } from "../targets.js";

interface Flags {
  readonly machine?: string;
  readonly wait?: boolean;
}

/** `redrive`: takes an execution up again from the states that failed. */
export const addRedrive: AddCommand = (parent, run) => {
  parent
    .command("redrive")
    .description("take a failed execution up again, from the states that failed")
    .argument("<execution>", "ARN, or name with --machine or an app")
    .option("-m, --machine <machine>", "whose execution is named (default: the app's only one)")
    .option("-w, --wait", "show its states until it is over, then its output")
    .addHelpText("after", examples("redrive order-7 --machine orders --wait"))
    .action(run(redrive));
};

async function redrive(session: Session, given: string, { machine, wait }: Flags): Promise<void> {
  const { print, signal } = session;
  const execution = await pickExecution(session, { given, machine });
  const { redriveDate } = await execution.redrive({ signal });
  const { arn } = execution;
  if (wait !== true) {
    await print.result({ arn, redriveDate }, () => `Redriven ${arn}`);
    return;
  }
  print.note(`Redriven ${arn}`);
  const { waitForEnd } = await import("../wait-for-end.js");
  await waitForEnd(session, execution);
}
