import type { Endpoints } from "./kinds.js";

/** The endpoints that the AWS SDK's own variables give, or undefined unless both services have one. */
export function endpointsFrom(
  env: Readonly<Record<string, string | undefined>>,
): Endpoints | undefined {
  const dynamodb = env.AWS_ENDPOINT_URL_DYNAMODB || env.AWS_ENDPOINT_URL;
  const s3 = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL;
  return dynamodb && s3 ? { dynamodb, s3 } : undefined;
}
