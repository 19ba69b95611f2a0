import { type AddCommand, examples } from "../command.js";
import type { Session } from "../session.js";
import { pickExecution } from "../targets.js";

interface Flags {
  readonly machine?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** `stop`: ends an execution, as ABORTED. */
export const addStop: AddCommand = (parent, run) => {
  parent
    .command("stop")
    .description("stop an execution")
    .argument("<execution>", "ARN, or name with --machine or an app")
    .option("-m, --machine <machine>", "whose execution is named (default: the app's only one)")
    .option("--error <error>", "a short code, which its history shows")
    .option("--cause <cause>", "why, in a sentence")
    .addHelpText("after", examples("stop order-7 --machine orders --cause 'ordered twice'"))
    .action(run(stop));
};

async function stop(session: Session, given: string, flags: Flags): Promise<void> {
  const { print, signal } = session;
  const { machine, error, cause } = flags;
  const execution = await pickExecution(session, { given, machine });
  const { stopDate } = await execution.stop({ error, cause, signal });
  const { status } = await execution.describe({ signal });
  const { arn } = execution;
  await print.result({ arn, status, stopDate }, () =>
    status === "ABORTED" || status === "RUNNING"
      ? `Stopped ${arn}`
      : `It was over already (${status}): ${arn}`,
  );
}
