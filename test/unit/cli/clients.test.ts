import { describe, expect, test } from "vitest";
import { type AwsFlags, createClients } from "../../../src/cli/clients.js";

type Env = Readonly<Record<string, string>>;

/** What of a client's configuration says where it goes, and as whom. */
async function configOf(flags: AwsFlags, env: Env, service: "sfn" | "dynamodb" | "s3" = "sfn") {
  const client = await createClients(flags, env, () => undefined)[service]();
  const { config } = client as unknown as {
    config: {
      endpoint?: () => Promise<{ hostname: string; port?: number }>;
      region: () => Promise<string>;
      credentials: () => Promise<{ accessKeyId: string }>;
      requestHandler: {
        configProvider: Promise<{ connectionTimeout: number; requestTimeout: number }>;
      };
    };
  };
  const endpoint = await config.endpoint?.();
  return {
    endpoint: endpoint === undefined ? undefined : `${endpoint.hostname}:${endpoint.port}`,
    region: await config.region().catch((error: Error) => error.message),
    config,
  };
}

const LOCAL = "http://127.0.0.1:8083";

describe("clients", () => {
  test.each<[AwsFlags, Env, string | undefined]>([
    [{ endpoint: LOCAL }, { AWS_ENDPOINT_URL: "http://127.0.0.1:1" }, "127.0.0.1:8083"],
    [{}, { AWS_ENDPOINT_URL_SFN: LOCAL, AWS_ENDPOINT_URL: "http://127.0.0.1:1" }, "127.0.0.1:8083"],
    [{}, { AWS_ENDPOINT_URL: LOCAL }, "127.0.0.1:8083"],
    [{}, { AWS_ENDPOINT_URL_DYNAMODB: LOCAL }, undefined],
    [{}, { AWS_ENDPOINT_URL: LOCAL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }, undefined],
  ])("with %j and %j go to %s", async (flags, env, endpoint) => {
    expect((await configOf({ region: "eu-west-1", ...flags }, env)).endpoint).toBe(endpoint);
  });

  test.each<[AwsFlags, Env, string]>([
    [{ region: "eu-west-1" }, { AWS_REGION: "eu-west-2" }, "eu-west-1"],
    [{}, { AWS_REGION: "eu-west-2", AWS_DEFAULT_REGION: "eu-west-3" }, "eu-west-2"],
    [{}, { AWS_DEFAULT_REGION: "eu-west-3" }, "eu-west-3"],
    [{ endpoint: LOCAL }, {}, "us-east-1"],
  ])("with %j and %j are of %s", async (flags, env, region) => {
    expect((await configOf(flags, env)).region).toBe(region);
  });

  test("on this machine need no credentials, unless a profile is meant", async () => {
    const { config } = await configOf({ endpoint: LOCAL }, {});
    expect((await config.credentials()).accessKeyId).toBe("local");
    const meant = await configOf({ endpoint: LOCAL, profile: "nobody-has-this" }, {});
    await expect(meant.config.credentials()).rejects.toThrow();
  });

  test("wait for a connection and an answer for a bounded time", async () => {
    const { config } = await configOf({ endpoint: LOCAL }, {});
    const limits = await config.requestHandler.configProvider;
    expect(limits).toMatchObject({ connectionTimeout: 3_000, requestTimeout: 10_000 });
  });

  test("name where they ask, without a password", async () => {
    const clients = createClients(
      { endpoint: "http://user:secret@127.0.0.1:1", profile: "work" },
      {},
      () => undefined,
    );
    expect(clients.places()).toEqual([]);
    await clients.sfn();
    await clients.patientSfn();
    expect(clients.places()).toEqual(["Step Functions at http://…@127.0.0.1:1, profile work"]);
    await clients.close();
  });
});
