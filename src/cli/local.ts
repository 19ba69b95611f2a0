import { Command, InvalidArgumentError, Option } from "commander";
import { type Local, type LocalOptions, type Routes, startLocal } from "../local/index.js";
import { loadFunctions } from "./load-functions.js";
import type { Terminal } from "./terminal.js";

interface Flags {
  readonly port: number;
  readonly dynamodbPort: number;
  readonly s3Port: number;
  readonly host?: string;
  readonly functions?: string;
  readonly mocks?: string;
  readonly route: Routes;
  readonly clock: "real" | "skip";
  readonly account?: string;
  readonly region?: string;
  readonly logs?: string;
  readonly json?: true;
}

/** `sfn-task-tools local`: runs Step Functions, DynamoDB and S3 until it is interrupted. */
export function localCommand(terminal: Terminal): Command {
  return new Command("local")
    .description("run Step Functions, DynamoDB and S3 on this machine")
    .option("--port <port>", "of Step Functions; 0 takes any free one", portOf, 8083)
    .option("--dynamodb-port <port>", "of DynamoDB; 0 takes any free one", portOf, 0)
    .option("--s3-port <port>", "of S3; 0 takes any free one", portOf, 0)
    .option("--host <address>", "to bind; beyond loopback, others reach it (default: 127.0.0.1)")
    .option(
      "--functions <module>",
      "whose default export, or export named functions, maps names or ARNs to Lambda handlers (.js, .mjs, .ts)",
    )
    .option(
      "--mocks <file>",
      "a mock file of Step Functions Local or LocalStack (default: what SFN_MOCK_CONFIG names)",
    )
    .option(
      "--route <key=target>",
      "where the work of some Tasks is done instead: aws, or an endpoint; may be repeated",
      addRoute,
      {},
    )
    .addOption(
      new Option("--clock <kind>", "skip leaps over Waits and retries")
        .choices(["real", "skip"])
        .default("real"),
    )
    .option("--account <id>", "12 digits, part of ARNs (default: 123456789012)")
    .option("--region <name>", "part of ARNs (default: us-east-1)")
    .option("--logs <file>", "takes the logs of state machines, as lines of JSON; - for stdout")
    .option("--json", "print one line of JSON when ready, and nothing else")
    .action((flags: Flags) => run(flags, terminal));
}

async function run(flags: Flags, terminal: Terminal): Promise<void> {
  const { functions: module, json, route: routes, ...others } = flags;
  const rest = { ...others, routes };
  const options: LocalOptions =
    module === undefined ? rest : { ...rest, functions: await loadFunctions(module) };
  const local = await startLocal(options);
  const stop = () => void local.close().then(() => terminal.exit(0));
  terminal.once("SIGINT", stop);
  terminal.once("SIGTERM", stop);
  terminal.stdout.write(json === true ? `${jsonOf(local)}\n` : `${textOf(local)}\n`);
}

function jsonOf({ endpoint, dynamodb, s3, region, account }: Local): string {
  return JSON.stringify({ endpoint, dynamodb, s3, region, account });
}

function textOf(local: Local): string {
  const { endpoint, dynamodb, s3, environment } = local;
  const variables = Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`);
  return [
    `Step Functions  ${endpoint}`,
    `DynamoDB        ${dynamodb}`,
    `S3              ${s3}`,
    "",
    "For AWS clients:",
    ...variables,
    "",
    "Ctrl-C ends it.",
  ].join("\n");
}

/** `lambda:*=http://127.0.0.1:3001`, beside the routes before it. */
function addRoute(text: string, routes: Routes): Routes {
  const [, key = "", target = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (target === "aws") return { ...routes, [key]: target };
  if (/^https?:/.test(target) && URL.canParse(target)) {
    return { ...routes, [key]: { endpoint: target } };
  }
  throw new InvalidArgumentError(
    "Expected key=aws or key=URL, such as lambda:*=http://127.0.0.1:3001.",
  );
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("Expected a port from 0 to 65535.");
}
