/** Where functional tests can get DynamoDB and S3 from, the one to prefer first. */
export const storesKinds = ["endpoint", "docker", "java", "embedded"] as const;

export type StoresKind = (typeof storesKinds)[number];

/** The addresses of a DynamoDB and an S3. */
export interface Endpoints {
  readonly dynamodb: string;
  readonly s3: string;
}

export interface RunningStores extends Endpoints {
  close(): Promise<void>;
}

declare module "vitest" {
  interface ProvidedContext {
    storesKind: StoresKind;
    stores: Endpoints & { readonly kind: StoresKind };
  }
}
