import { InvalidArgumentError } from "./errors.js";

/**
 * All that is asked of an AWS SDK client. `new DynamoDBClient()`, `new S3Client()` and
 * `new SFNClient()` fit; so does anything else that answers their commands.
 */
export interface AwsClient {
  send(command: object, options?: { abortSignal?: AbortSignal }): Promise<object>;
}

/** How the clients that are made here name themselves to AWS, whose logs show it. */
export const USER_AGENT = "sfn-task-tools";

/**
 * What to say when an SDK package is not there. SDK packages are imported when they are first
 * needed, so that nobody pays the start-up time of a service that they do not call, nor has to
 * install it; written as `import("…").catch(missingSdk("…"))`, bundlers accept their absence, too.
 */
export function missingSdk(packageName: string): (error: unknown) => never {
  return (error) => {
    if (!isModuleNotFound(error)) throw error;
    throw new InvalidArgumentError(
      `The package ${packageName} is needed for this call and is not installed. Run: npm install ${packageName}`,
      { cause: error },
    );
  };
}

/**
 * Keeps one client for as long as the environment names the same endpoint, region and profile: a
 * warm Lambda keeps its connections over invocations, though each makes a Context of its own.
 */
export function rememberClient(make: () => Promise<AwsClient>): () => Promise<AwsClient> {
  let remembered: { readonly environment: string; readonly client: Promise<AwsClient> } | undefined;
  return () => {
    const environment = clientEnvironment();
    if (remembered?.environment !== environment) {
      const client = make();
      remembered = { environment, client };
      // A failed attempt (a package not yet installed) is not remembered.
      client.catch(() => {
        remembered = undefined;
      });
    }
    return remembered.client;
  };
}

/**
 * Sends the commands of one SDK package, whose exceptions it translates.
 *
 * @param client the one that was handed in; undefined takes the default one when it is first needed.
 */
export function createSender<Sdk>(
  sdk: () => Promise<Sdk>,
  client: AwsClient | undefined,
  defaultClient: () => Promise<AwsClient>,
  translate: (error: unknown, resource: string) => unknown,
) {
  return async function send<Output extends object>(
    resource: string,
    makeCommand: (module: Sdk) => object,
    signal: AbortSignal,
  ): Promise<Output> {
    const command = makeCommand(await sdk());
    try {
      const target = client ?? (await defaultClient());
      // The command decides the output's type, which the narrow client type does not carry.
      return (await target.send(command, { abortSignal: signal })) as Output;
    } catch (error) {
      throw translate(error, resource);
    }
  };
}

const CREDENTIALS_ERRORS = new Set([
  "CredentialsProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidAccessKeyId",
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);

/** Whether an error of the SDK says that nobody, or nobody known, asks, or that no region is set. */
export function isCredentialsError(error: Error): boolean {
  return CREDENTIALS_ERRORS.has(error.name) || error.message === "Region is missing";
}

/** What decides where a client made from the environment goes, and as whom. */
const CLIENT_VARIABLES = [
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_DYNAMODB",
  "AWS_ENDPOINT_URL_S3",
  "AWS_ENDPOINT_URL_SFN",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
  "AWS_PROFILE",
  "AWS_ACCESS_KEY_ID",
];

function clientEnvironment(): string {
  return CLIENT_VARIABLES.map((name) => process.env[name]).join("\n");
}

function isModuleNotFound(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
}
