import { InvalidArgumentError, Option } from "commander";
import type { Local, LocalFunction, LocalOptions, Routes } from "../../local/index.js";
import { type AddCommand, examples } from "../command.js";
import type { Session } from "../session.js";

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
  readonly dataDir?: string;
  readonly logs?: string;
  readonly watch: boolean;
}

/** `local`: runs Step Functions, DynamoDB and S3, and the app on them, until it is interrupted. */
export const addLocal: AddCommand = (parent, run) => {
  parent
    .command("local")
    .description("run Step Functions, DynamoDB and S3 on this machine, and the app on them")
    .option("--port <port>", "of Step Functions; 0 takes any free one", portOf, 8083)
    .option("--dynamodb-port <port>", "of DynamoDB; 0 takes any free one", portOf, 0)
    .option("--s3-port <port>", "of S3; 0 takes any free one", portOf, 0)
    .option("--host <address>", "to bind; beyond loopback, others reach it (default: 127.0.0.1)")
    .option(
      "--functions <module>",
      "whose default export, or export named functions, maps names or ARNs to Lambda handlers",
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
    .option("--data-dir <folder>", "where all is kept, to be there again after a restart")
    .option("--logs <file>", "takes the logs of state machines, as lines of JSON; - for stdout")
    .option("--no-watch", "leave the app as it was when it was started")
    .addHelpText("after", examples("local --app workflow.ts", "local --functions ./functions.mjs"))
    .action(run(runLocal));
};

async function runLocal(
  session: Session,
  { functions: module, route: routes, watch, ...flags }: Flags,
) {
  const { print, signal } = session;
  // The engine looks a function up when it calls it: what changes here, changes there.
  const functions: Record<string, LocalFunction | string> = await functionsOf(module);
  const { region } = session.flags;
  const options: LocalOptions = {
    ...flags,
    routes,
    functions,
    ...(region === undefined ? {} : { region }),
  };
  const { startLocal } = await import("../../local/index.js");
  await using local = await startLocal(options);
  const { openLocalApp } = await import("../local-app.js");
  await using app = await openLocalApp({ session, local, functions, watch });

  await print.result(factsOf(local), () =>
    [textOf(local), ...app.text, "", "Ctrl-C ends it."].join("\n"),
  );
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

async function functionsOf(module: string | undefined) {
  if (module === undefined) return {};
  const { loadFunctions } = await import("../load-functions.js");
  return { ...(await loadFunctions(module)) };
}

function factsOf({ endpoint, dynamodb, s3, region, account }: Local) {
  return { endpoint, dynamodb, s3, region, account };
}

function textOf({ endpoint, dynamodb, s3, environment }: Local): string {
  const variables = Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`);
  return [
    `Step Functions  ${endpoint}`,
    `DynamoDB        ${dynamodb}`,
    `S3              ${s3}`,
    "",
    "For AWS clients:",
    ...variables,
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
