/**
 * `instant`: stores that acknowledge at once, so that the client is what is timed.
 * `dynamodb-local`: the official DynamoDB Local, and this package's own S3.
 */
export const storesKinds = ["instant", "dynamodb-local"] as const;

export type StoresKind = (typeof storesKinds)[number];

/** Milliseconds that are added to each request. */
export interface Delays {
  readonly dynamodb: number;
  readonly s3: number;
}

/** Where running stores are. */
export interface Endpoints {
  readonly dynamodb: string;
  readonly s3: string;
}

export const TABLE = "bench-state-data";
export const BUCKET = "bench-state-data";

/** What SDK clients take to reach a store. */
export function clientConfig(endpoint: string) {
  return {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
  };
}

/** Forgets all that was put, so that rounds do not weigh on each other. */
export async function emptyStores({ dynamodb, s3 }: Endpoints): Promise<void> {
  for (const endpoint of [dynamodb, s3]) {
    const response = await fetch(endpoint, { method: "DELETE" });
    if (!response.ok) throw new Error(`Emptying ${endpoint} failed: ${await response.text()}`);
  }
}
