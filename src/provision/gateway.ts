import {
  type AwsClient,
  createSender,
  isCredentialsError,
  rememberClient,
  USER_AGENT,
} from "../shared/clients.js";
import { InvalidArgumentError } from "../shared/errors.js";
import { ProvisionAccessError } from "./errors.js";
import { IAM_ACTIONS, type Operation } from "./iam-actions.js";

interface ClientConfig {
  readonly customUserAgent: string;
  readonly region?: string;
}

export interface GatewayOptions<Sdk> {
  readonly sdk: () => Promise<Sdk>;
  /** The one that was handed in. */
  readonly client: AwsClient | undefined;
  readonly makeClient: (sdk: Sdk, config: ClientConfig) => AwsClient;
  /** The region that was asked for. */
  readonly region: string | undefined;
  readonly signal: AbortSignal;
}

/** What both services are asked through: one client, and refusals that name the action. */
export function createGateway<Sdk>(options: GatewayOptions<Sdk>) {
  const { sdk, client, makeClient, region, signal } = options;
  const defaultClient = rememberClient(async () =>
    makeClient(await sdk(), {
      customUserAgent: USER_AGENT,
      ...(region === undefined ? {} : { region }),
    }),
  );
  const send = createSender(sdk, client, defaultClient, (error) => error);

  return {
    /** Sends one request about a table or bucket. */
    async ask<Output extends object>(
      operation: Operation,
      resource: string,
      makeCommand: (module: Sdk) => object,
    ): Promise<Output> {
      try {
        return await send<Output>(resource, makeCommand, signal);
      } catch (error) {
        throw accessError(error, IAM_ACTIONS[operation], resource) ?? error;
      }
    },

    /** The region that the client speaks to. */
    async region(): Promise<string> {
      const said = await regionOf(client ?? (await defaultClient()));
      if (region !== undefined && said !== undefined && said !== region) {
        throw new InvalidArgumentError(
          `Expected the "region" option to be that of the clients handed in, got "${region}" (string) and a client for "${said}". Leave one of them out.`,
        );
      }
      const known = region ?? said;
      if (known !== undefined) return known;
      throw new InvalidArgumentError(
        `Expected the "region" option, since the client handed in does not say its own, got undefined.`,
      );
    },
  };
}

/** The SDK's clients have it as a function; other clients need not say it. */
async function regionOf(client: AwsClient): Promise<string | undefined> {
  const { config } = client as { config?: { region?: unknown } }; // looked at below
  const region: unknown =
    typeof config?.region === "function" ? await config.region() : config?.region;
  return typeof region === "string" ? region : undefined;
}

const DENIED = new Set(["AccessDeniedException", "AccessDenied", "UnauthorizedOperation"]);

function accessError(error: unknown, action: string, resource: string) {
  if (!(error instanceof Error)) return undefined;
  const facts = { resource, action, cause: error };
  if (DENIED.has(error.name)) {
    return new ProvisionAccessError(
      `Not allowed to ask for "${resource}": ${error.message}. The role needs ${action} on it.`,
      facts,
    );
  }
  if (isCredentialsError(error)) {
    return new ProvisionAccessError(
      `Cannot ask for "${resource}" (${action}): ${error.message}. Set AWS_PROFILE, or AWS_REGION and the AWS_ACCESS_KEY_ID variables, or hand in SDK clients (option "clients").`,
      facts,
    );
  }
  return undefined;
}

/** Resolves to undefined for errors that are an answer: there is no such thing, or there is already. */
export async function unlessCalled<T>(
  answer: Promise<T>,
  ...names: readonly string[]
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}
