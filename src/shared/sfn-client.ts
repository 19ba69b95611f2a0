import { type AwsClient, missingSdk, rememberClient, USER_AGENT } from "./clients.js";

/** The SDK package of Step Functions, imported when it is first needed. */
export const sfnSdk = () => import("@aws-sdk/client-sfn").catch(missingSdk("@aws-sdk/client-sfn"));

/** A client from the environment, made at its first use and kept for the life of the process. */
export const defaultSfnClient = rememberClient(async () => {
  const { SFNClient } = await sfnSdk();
  return new SFNClient({ customUserAgent: USER_AGENT }) as AwsClient;
});
