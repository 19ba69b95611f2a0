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

/** Milliseconds for a connection, and for an answer; the SDK makes three attempts. */
const CONNECTION_LIMIT = 3_000;
const ANSWER_LIMIT = { sfn: 10_000, dynamodb: 10_000, s3: 60_000 } as const;
/** Milliseconds for what the service holds: a worker's poll for 60 s, an EXPRESS execution for five minutes. */
const HELD_LIMIT = 330_000;

/** The SDK clients of one run, made when they are first needed. */
export type Clients = ReturnType<typeof createClients>;

export function createClients(
  flags: AwsFlags,
  env: Terminal["env"],
  onCall: (line: string) => void,
) {
  const made = new Map<string, { service: Service; client: Promise<SdkClient> }>();
  const open = (service: Service, answerLimit: number = ANSWER_LIMIT[service]) => {
    const key = `${service} ${answerLimit}`;
    const found = made.get(key);
    if (found !== undefined) return found.client;
    const client = make(service, configOf({ service, answerLimit }, flags, env)).then((it) => {
      tellCalls(it, SERVICES[service].title, onCall);
      return it;
    });
    client.catch(() => undefined); // whoever asked for it hears it
    made.set(key, { service, client });
    return client;
  };
  return {
    sfn: (): Promise<AwsClient> => open("sfn"),
    /** For calls that the service holds open. */
    patientSfn: (): Promise<AwsClient> => open("sfn", HELD_LIMIT),
    dynamodb: (): Promise<AwsClient> => open("dynamodb"),
    s3: (): Promise<AwsClient> => open("s3"),

    /** Where those were sent to that have been asked, for people: `Step Functions at http://…`. */
    places(): string[] {
      const services = new Set([...made.values()].map(({ service }) => service));
      const profile = profileOf(flags, env);
      const who = profile === undefined ? "" : `, profile ${profile}`;
      return [...services].map((service) => {
        const endpoint = endpointOf(service, flags, env);
        const region = regionOf(flags, env) ?? "no region set";
        const place = endpoint === undefined ? `AWS, ${region}` : withoutPassword(endpoint);
        return `${SERVICES[service].title} at ${place}${who}`;
      });
    },

    /** Closes their connections. */
    async close(): Promise<void> {
      for (const { client } of made.values()) {
        (await client.catch(() => undefined))?.destroy();
      }
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

function configOf(
  { service, answerLimit }: { readonly service: Service; readonly answerLimit: number },
  flags: AwsFlags,
  env: Terminal["env"],
): object {
  const endpoint = endpointOf(service, flags, env);
  const region = regionOf(flags, env);
  const profile = profileOf(flags, env);
  const isLocal = endpoint !== undefined && isLoopback(endpoint);
  // Whatever stands for AWS on this machine takes any credentials; asking around for some takes long.
  const isAnonymous = isLocal && profile === undefined && !env.AWS_ACCESS_KEY_ID;
  return {
    customUserAgent: USER_AGENT,
    requestHandler: {
      connectionTimeout: CONNECTION_LIMIT,
      requestTimeout: answerLimit,
      throwOnRequestTimeout: true,
    },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? (isLocal ? { region: "us-east-1" } : {}) : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(isAnonymous ? { credentials: { accessKeyId: "local", secretAccessKey: "local" } } : {}),
    ...(isLocal ? { disableHostPrefix: true, forcePathStyle: true } : {}),
  };
}

function endpointOf(service: Service, { endpoint }: AwsFlags, env: Terminal["env"]) {
  if (endpoint !== undefined || env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === "true") return endpoint;
  return env[SERVICES[service].variable] || env.AWS_ENDPOINT_URL || undefined;
}

function regionOf({ region }: AwsFlags, env: Terminal["env"]): string | undefined {
  return region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined);
}

function profileOf({ profile }: AwsFlags, env: Terminal["env"]): string | undefined {
  return profile ?? (env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || undefined);
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
function withoutPassword(endpoint: string): string {
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
