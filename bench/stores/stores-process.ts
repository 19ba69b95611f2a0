import { createInstantDynamodb } from "./instant-dynamodb.js";
import { createInstantS3 } from "./instant-s3.js";
import type { Delays, Endpoints, StoresKind } from "./kinds.js";
import { type Backend, serve } from "./serve.js";

/** The stores, in a process of their own: it tells its parent where they are, and ends with it. */
const backends = {
  instant: async () => ({ dynamodb: createInstantDynamodb(), s3: createInstantS3() }),
  "dynamodb-local": async () => (await import("./dynamodb-local.js")).startDynamodbLocal(),
} satisfies Record<StoresKind, () => Promise<{ dynamodb: Backend; s3: Backend }>>;

const { kind, delays }: { kind: StoresKind; delays: Delays } = JSON.parse(process.argv[2] ?? "");
const { dynamodb, s3 } = await backends[kind]();
const endpoints: Endpoints = {
  dynamodb: await serve(dynamodb, delays.dynamodb),
  s3: await serve(s3, delays.s3),
};
process.on("disconnect", () => process.exit());
process.send?.(endpoints);
