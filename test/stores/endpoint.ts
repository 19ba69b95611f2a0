import { endpointsFrom } from "./endpoint-variables.js";
import type { RunningStores } from "./kinds.js";

/** Uses the stores that the AWS SDK's variables point at. They are not ours to stop. */
export async function start(): Promise<RunningStores> {
  const endpoints = endpointsFrom(process.env);
  if (endpoints === undefined) {
    throw new Error(
      "Expected AWS_ENDPOINT_URL_DYNAMODB and AWS_ENDPOINT_URL_S3, or AWS_ENDPOINT_URL, to be set",
    );
  }
  return { ...endpoints, async close() {} };
}
