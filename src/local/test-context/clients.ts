import { missingSdk } from "../../shared/clients.js";
import type { Stores } from "../stores/index.js";

/** SDK clients of what is served here, made as the library makes its own, and their packages. */
export type LocalClients = Awaited<ReturnType<typeof openClients>>;

/** @throws InvalidArgumentError that names the SDK package to install. */
export async function openClients(stores: Stores, stepFunctions: string) {
  const [dynamodbSdk, s3Sdk, sfnSdk] = await Promise.all([
    import("@aws-sdk/client-dynamodb").catch(missingSdk("@aws-sdk/client-dynamodb")),
    import("@aws-sdk/client-s3").catch(missingSdk("@aws-sdk/client-s3")),
    import("@aws-sdk/client-sfn").catch(missingSdk("@aws-sdk/client-sfn")),
  ]);
  const dynamodb = new dynamodbSdk.DynamoDBClient({
    ...stores.clientConfig("dynamodb"),
    maxAttempts: 1,
  });
  const s3 = new s3Sdk.S3Client({
    ...stores.clientConfig("s3"),
    maxAttempts: 1,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const sfn = new sfnSdk.SFNClient({
    ...stores.clientConfig("dynamodb"),
    endpoint: stepFunctions,
  });
  return {
    dynamodb,
    s3,
    sfn,
    dynamodbSdk,
    s3Sdk,
    destroy(): void {
      for (const client of [dynamodb, s3, sfn]) client.destroy();
    },
  };
}
