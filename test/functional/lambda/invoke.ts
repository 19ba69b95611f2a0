import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** What Lambda makes of an invocation: the result's text, or the error as a state machine sees it. */
export interface Invocation {
  readonly result?: string;
  readonly error?: { readonly errorType: string; readonly errorMessage: string };
  /** What the function wrote to stdout, its logs and metrics. */
  readonly log: string;
}

/**
 * Loads a module's handler and calls it once, as the runtime of nodejs20.x and nodejs22.x does: a
 * CommonJS module by `require`, which cannot load ES modules there.
 */
const RUNTIME = `
  const { createRequire } = require("node:module");
  const [file, event] = process.argv.slice(1);
  const load = async () => file.endsWith(".cjs") ? createRequire(file)(file) : import(file);
  const end = Date.now() + 20_000;
  const context = {
    awsRequestId: "00000000-0000-4000-8000-000000000000",
    callbackWaitsForEmptyEventLoop: true,
    functionName: "collect",
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:collect",
    memoryLimitInMB: "128",
    logGroupName: "/aws/lambda/collect",
    logStreamName: "stream",
    getRemainingTimeInMillis: () => end - Date.now(),
  };
  // Lambda freezes a function and does not end it: what it has sent still goes out.
  const report = (outcome) =>
    process.stderr.write("\\n" + JSON.stringify(outcome), () => setTimeout(() => process.exit(), 100));
  load()
    .then(async ({ handler }) => JSON.stringify(await handler(JSON.parse(event), context)) ?? "null")
    .then(
      (result) => report({ result }),
      (error) => report({ error: error instanceof Error
        ? { errorType: error.name, errorMessage: error.message }
        : { errorType: typeof error, errorMessage: String(error) } }),
    );
`;

export async function invokeAsLambda(
  file: string,
  event: unknown,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Invocation> {
  const args = ["--no-experimental-require-module", "--eval", RUNTIME, file, JSON.stringify(event)];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    env: { PATH: process.env.PATH, NODE_NO_WARNINGS: "1", ...env },
    timeout: 60_000,
  });
  const outcome = JSON.parse(stderr.slice(stderr.lastIndexOf("\n"))) as Omit<Invocation, "log">;
  return { ...outcome, log: stdout };
}
