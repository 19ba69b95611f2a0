import { type AwsClient, missingSdk, USER_AGENT } from "../shared/clients.js";
import { InvalidArgumentError } from "../shared/errors.js";
import { sfnSdk } from "../shared/sfn-client.js";
import type { Terminal } from "./terminal.js";

/** Where AWS is, and as whom, as it was said on the command line. */
export interface AwsFlags {
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

type Service = "sfn" | "dynamodb" | "s3";

/** Names of the variables and of people for each. */
const SERVICES = {
  sfn: { variable: "AWS_ENDPOINT_URL_SFN", title: "Step Functions" },
  dynamodb: { variable: "AWS_ENDPOINT_URL_DYNAMODB", title: "DynamoDB" },
  s3: { variable: "AWS_ENDPOINT_URL_S3", title: "S3" },
} as const satisfies Record<Service, object>;

/** Milliseconds for a connection, and for an answer; a worker's poll is held for 60 s. */
const CONNECTION_LIMIT = 3_000;
const ANSWER_LIMIT = { sfn: 90_000, dynamodb: 10_000, s3: 60_000 } as const;

/** The SDK clients of one run, made when they are first needed. */
export type Clients = ReturnType<typeof createClients>;

export function createClients(
  flags: AwsFlags,
  env: Terminal["env"],
  onCall: (line: string) => void,
) {
  const made = new Map<Service, Promise<SdkClient>>();
  const client = (service: Service): Promise<AwsClient> => {
    let found = made.get(service);
    if (found === undefined) {
      found = make(service, configOf(service, flags, env)).then((client) => {
        tellCalls(client, SERVICES[service].title, onCall);
        return client;
      });
      found.catch(() => undefined); // whoever asked for it hears it
      made.set(service, found);
    }
    return found;
  };
  return {
    sfn: () => client("sfn"),
    dynamodb: () => client("dynamodb"),
    s3: () => client("s3"),

    /** Where those were sent to that have been asked, for people: `Step Functions at http://…`. */
    places(): string[] {
      const region = regionOf(flags, env) ?? "the region of the profile";
      return [...made.keys()].map((service) => {
        const endpoint = endpointOf(service, flags, env);
        return `${SERVICES[service].title} at ${endpoint === undefined ? `AWS, ${region}` : withoutSecrets(endpoint)}`;
      });
    },

    /** Closes their connections. */
    async close(): Promise<void> {
      for (const client of made.values())
        await client.then(
          (it) => it.destroy(),
          () => undefined,
        );
    },
  };
}

/** What the clients of the SDK have, beside what they send. */
interface SdkClient extends AwsClient {
  destroy(): void;
  readonly middlewareStack?: {
    add(middleware: Middleware, options: { step: "initialize"; name: string }): void;
  };
}

type Middleware = (
  next: (args: object) => Promise<object>,
  context: { readonly commandName?: string },
) => (args: object) => Promise<object>;

async function make(service: Service, config: object): Promise<SdkClient> {
  if (service === "sfn") {
    const { SFNClient } = await sfnSdk();
    return new SFNClient(config) as unknown as SdkClient; // its commands are those that are sent
  }
  if (service === "dynamodb") {
    const { DynamoDBClient } = await import("@aws-sdk/client-dynamodb").catch(
      missingSdk("@aws-sdk/client-dynamodb"),
    );
    return new DynamoDBClient(config) as unknown as SdkClient; // as above
  }
  const { S3Client } = await import("@aws-sdk/client-s3").catch(missingSdk("@aws-sdk/client-s3"));
  return new S3Client(config) as unknown as SdkClient; // as above
}

function configOf(service: Service, flags: AwsFlags, env: Terminal["env"]): object {
  const endpoint = endpointOf(service, flags, env);
  const region = regionOf(flags, env);
  const profile = flags.profile ?? (env.AWS_PROFILE ? undefined : env.AWS_DEFAULT_PROFILE);
  const isLocal = endpoint !== undefined && isLoopback(endpoint);
  // Whatever stands for AWS on this machine takes any credentials; asking around for some takes long.
  const isAnonymous = isLocal && !profile && !env.AWS_PROFILE && !env.AWS_ACCESS_KEY_ID;
  return {
    customUserAgent: USER_AGENT,
    requestHandler: {
      connectionTimeout: CONNECTION_LIMIT,
      requestTimeout: ANSWER_LIMIT[service],
      throwOnRequestTimeout: true,
    },
    ...(flags.endpoint === undefined ? {} : { endpoint: flags.endpoint }),
    ...(region === undefined ? (isLocal ? { region: "us-east-1" } : {}) : { region }),
    ...(profile ? { profile } : {}),
    ...(isAnonymous ? { credentials: { accessKeyId: "local", secretAccessKey: "local" } } : {}),
    ...(isLocal ? { disableHostPrefix: true, forcePathStyle: true } : {}),
  };
}

function endpointOf(service: Service, { endpoint }: AwsFlags, env: Terminal["env"]) {
  return endpoint ?? (env[SERVICES[service].variable] || env.AWS_ENDPOINT_URL || undefined);
}

function regionOf({ region }: AwsFlags, env: Terminal["env"]): string | undefined {
  return region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined);
}

function isLoopback(endpoint: string): boolean {
  return /^https?:\/\/(?:[^@/]*@)?(?:127\.|localhost\b|\[::1\])/.test(endpoint);
}

/** @throws InvalidArgumentError */
export function readEndpoint(text: string): string {
  if (/^https?:\/\/./.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError(
    `Expected the endpoint to be a URL such as http://127.0.0.1:8083, got "${text}".`,
  );
}

/** A password in the URL is nobody else's business. */
function withoutSecrets(endpoint: string): string {
  return endpoint.replace(/\/\/[^@/]*@/, "//…@");
}

function tellCalls(client: SdkClient, title: string, onCall: (line: string) => void): void {
  client.middlewareStack?.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const began = performance.now();
        const told = (how: string) =>
          onCall(
            `${title}: ${commandName.replace(/Command$/, "")}, ${how}${Math.round(performance.now() - began)} ms`,
          );
        try {
          const answer = await next(args);
          told("");
          return answer;
        } catch (error) {
          told(`${error instanceof Error ? error.name : "failed"} after `);
          throw error;
        }
      },
    { step: "initialize", name: "sfnTaskToolsCalls" },
  );
}
