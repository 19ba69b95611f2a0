import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";

type Logger = NonNullable<DynamoDBClientConfig["logger"]>;

const nothing = () => undefined;

/**
 * A logger that drops everything, for the clients that are made here. It has no `info`, because for
 * that the SDK copies the whole input and output of each request before it knows that nobody listens.
 */
export const NO_LOG = {
  debug: nothing,
  warn: nothing,
  error: nothing,
} as Partial<Logger> as Logger; // the SDK asks for `info` with `?.`
