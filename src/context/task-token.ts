import type { AwsClient } from "../shared/clients.js";
import { cutReason, type Reason } from "../shared/reason.js";
import { defaultSfnClient, type SfnSdk, sfnSdk } from "../shared/sfn-client.js";

/** What a task that was given a token says to Step Functions, which waits for it. */
export type TaskTokenCalls = ReturnType<typeof createTaskTokenCalls>;

export function createTaskTokenCalls(
  client: AwsClient | undefined,
  taskToken: string,
  signal: AbortSignal,
) {
  async function send(makeCommand: (sdk: SfnSdk) => object) {
    const sdk = await sfnSdk();
    const target = client ?? (await defaultSfnClient());
    await target.send(makeCommand(sdk), { abortSignal: signal });
  }

  return {
    success: (output: string) =>
      send(({ SendTaskSuccessCommand }) => new SendTaskSuccessCommand({ taskToken, output })),
    failure: (reason: Reason) =>
      send(({ SendTaskFailureCommand }) => {
        return new SendTaskFailureCommand({ taskToken, ...cutReason(reason) });
      }),
    heartbeat: () =>
      send(({ SendTaskHeartbeatCommand }) => new SendTaskHeartbeatCommand({ taskToken })),
  };
}
