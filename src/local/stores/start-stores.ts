import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HttpService, type Listener, listen } from "../http/listener.js";
import { dynamodbStore } from "./dynamodb.js";
import type { KeptStores } from "./kept-stores.js";
import { s3Store } from "./s3.js";

const MEBIBYTE = 1_048_576;
/** DynamoDB takes no larger request. */
const DYNAMODB_MAX_BYTES = 16 * MEBIBYTE;

export interface StoresOptions {
  /** The address to bind. Default 127.0.0.1: nobody beyond this machine reaches the stores. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly dynamodbPort?: number;
  /** Default 0: any free port. */
  readonly s3Port?: number;
  /** Where objects are kept, one folder a bucket; stays after close. Default: a temporary folder, removed at close. */
  readonly directory?: string;
  /** The largest request body, in bytes. Default 128 MiB; DynamoDB never takes more than 16 MiB. */
  readonly maxRequestBytes?: number;
  /** The region of ARNs and clients. Default us-east-1. */
  readonly region?: string;
  /** Names beside localhost by which clients may call, such as `host.docker.internal`. Default: none. */
  readonly allowedHosts?: readonly string[];
}

export interface StoreClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A running DynamoDB and S3. */
export interface Stores {
  /** The endpoint of DynamoDB, `http://127.0.0.1:PORT`. */
  readonly dynamodb: string;
  /** The endpoint of S3, `http://127.0.0.1:PORT`. */
  readonly s3: string;
  /** The variables by which the AWS SDK of a child process finds both stores. */
  readonly environment: Readonly<Record<string, string>>;
  /** What `new DynamoDBClient(...)` or `new S3Client(...)` needs to reach its store. */
  clientConfig(service: "dynamodb" | "s3"): StoreClientConfig;
  /** Cuts open connections, frees the ports and removes the temporary folder. May be called again. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts DynamoDB (in memory) and S3 (in a folder) for development and tests. The ports are bound
 * at once, the services load at their first request; they need the packages dynalite and
 * @20minutes/s3rver. Rejects when a port is taken.
 */
export async function startStores(options: StoresOptions = {}): Promise<Stores> {
  return startStoresBehind((store) => store, options);
}

/** `startStores`, with something between each store and its listener, and with a place for what is kept. */
export async function startStoresBehind(
  wrap: (store: HttpService) => HttpService,
  options: StoresOptions = {},
  kept?: KeptStores,
): Promise<Stores> {
  const { host = "127.0.0.1", region = "us-east-1", directory } = options;
  const { dynamodbPort = 0, s3Port = 0, maxRequestBytes = 128 * MEBIBYTE } = options;
  const allowedHosts = new Set((options.allowedHosts ?? []).map((name) => name.toLowerCase()));
  const folder = objectFolder(directory);

  const dynamodb = await serve(wrap(dynamodbStore({ region, kept })), {
    port: dynamodbPort,
    maxRequestBytes: Math.min(maxRequestBytes, DYNAMODB_MAX_BYTES),
  });
  const s3 = await serve(wrap(s3Store({ region, directory: folder.make, kept })), {
    port: s3Port,
    maxRequestBytes,
  }).catch(async (error: unknown) => {
    await dynamodb.close();
    throw error;
  });

  async function serve(
    store: HttpService,
    { port, maxRequestBytes }: { port: number; maxRequestBytes: number },
  ): Promise<Listener> {
    const listener = await listen({ service: store, host, port, maxRequestBytes, allowedHosts });
    return {
      url: listener.url,
      async close() {
        await listener.close();
        await store.close();
      },
    };
  }

  let closing: Promise<void> | undefined;
  async function shutDown(): Promise<void> {
    await Promise.all([dynamodb.close(), s3.close()]);
    await folder.remove();
  }
  const close = () => {
    closing ??= shutDown();
    return closing;
  };

  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const endpoints = { dynamodb: dynamodb.url, s3: s3.url };
  return {
    ...endpoints,
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
      AWS_ENDPOINT_URL_S3: endpoints.s3,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    clientConfig: (service) => ({ endpoint: endpoints[service], region, credentials }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The folder of the objects: the caller's, which stays, or a temporary one. */
function objectFolder(directory: string | undefined) {
  let temporary: string | undefined;
  return {
    async make(): Promise<string> {
      if (directory !== undefined) {
        await mkdir(directory, { recursive: true });
        return directory;
      }
      temporary ??= await mkdtemp(join(tmpdir(), "sfn-task-tools-s3-"));
      return temporary;
    },
    async remove(): Promise<void> {
      if (temporary !== undefined) {
        await rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
      }
    },
  };
}
