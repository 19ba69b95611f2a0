import { type AwsClient, createSender, missingSdk, rememberClient, USER_AGENT } from "./clients.js";
import { translateSfnError } from "./sfn-errors.js";

// The package is optional, and this stands in the declarations: where it is not installed, nobody's
// compiler is to stumble over it. Nothing that users call has this type.
// biome-ignore lint/suspicious/noTsIgnore: here the package is there, and there is no error to expect
/** @ts-ignore */
export type SfnSdk = typeof import("@aws-sdk/client-sfn");

/** The SDK package of Step Functions, imported when it is first needed. */
export const sfnSdk = (): Promise<SfnSdk> =>
  import("@aws-sdk/client-sfn").catch(missingSdk("@aws-sdk/client-sfn"));

/** A client from the environment, made at its first use and kept for the life of the process. */
export const defaultSfnClient = rememberClient(async () => {
  const { SFNClient } = await sfnSdk();
  const endpoint = process.env.AWS_ENDPOINT_URL_SFN ?? process.env.AWS_ENDPOINT_URL ?? "";
  // StartSyncExecution goes to the host `sync-<endpoint>`, which an address of this machine has not.
  const disableHostPrefix = /^https?:\/\/(?:127\.|localhost\b|\[::1\])/.test(endpoint);
  return new SFNClient({ customUserAgent: USER_AGENT, disableHostPrefix }) as AwsClient;
});

/** Sends commands of Step Functions: see `createSender`. */
export type SfnSender = <Output extends object>(
  subject: string,
  makeCommand: (sdk: SfnSdk) => object,
  signal?: AbortSignal,
) => Promise<Output>;

/** Sends commands to a client, or to the one of the environment, and translates what it throws. */
export function sfnSender(client: AwsClient | undefined): SfnSender {
  const send = createSender(sfnSdk, client, defaultSfnClient, translateSfnError);
  return (subject, makeCommand, signal = new AbortController().signal) =>
    send(subject, makeCommand, signal);
}
