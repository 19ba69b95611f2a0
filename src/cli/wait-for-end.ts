import { type Execution, ExecutionFailedError } from "../execution/index.js";
import { Interruption } from "./interruption.js";
import type { Session } from "./session.js";
import { openStateView } from "./state-view.js";

/**
 * Shows the states of an execution until it is over, then its output.
 *
 * @throws ExecutionFailedError, Interruption
 */
export async function waitForEnd(session: Session, execution: Execution): Promise<void> {
  const { signal, print } = session;
  const view = await openStateView(session);
  try {
    for await (const event of execution.follow({ signal })) view.add(event);
  } catch (error) {
    view.close();
    if (signal.aborted && signal.reason instanceof Interruption) {
      print.note(
        `The execution goes on: ${execution.arn}\nTo stop it: ${session.name} stop ${execution.arn}`,
      );
    }
    throw error;
  }
  view.close();
  const ended = await execution.describe({ signal });
  if (ended.status !== "SUCCEEDED") {
    if (print.isJson) await print.result(ended, () => "");
    print.note(`To see how it went: ${session.name} history ${ended.arn}`);
    throw new ExecutionFailedError({ ...ended, executionArn: ended.arn });
  }
  await print.result(ended, () => JSON.stringify(ended.output, undefined, 2));
}
