import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { showProgress } from "./progress.js";
import type { StateMachine } from "./stand-in/definition.js";
import { drive } from "./stand-in/driver.js";
import { type Ending, Execution, serveExecution } from "./stand-in/execution.js";
import { openStores } from "./stores.js";
import { formatSummary } from "./summary.js";
import { observeUsage } from "./usage.js";

/** Runs the workflow once, on stores in this process, and prints what it found. */
async function runWorkflow(input: { flag: string }): Promise<Ending> {
  const start = Date.now();
  await using stores = await openStores();
  const execution = new Execution("browser-compat");
  await using stepFunctions = await serveExecution(execution);
  console.info(`Execution ${execution.name} of the state machine browser-compat`);
  console.info(`DynamoDB on ${stores.dynamodb}, S3 on ${stores.s3}, both in this process\n`);

  // As Lambda does: the environment is set before a function's code is loaded.
  Object.assign(process.env, stores.environment, { AWS_ENDPOINT_URL_SFN: stepFunctions.url });
  // A profile would go before the credentials in the environment.
  delete process.env.AWS_PROFILE;
  const handlers = await import("./handlers.js");
  using usage = observeUsage();

  const watcher = showProgress(process.stdout);
  const definition = await readDefinition();
  const driven = drive(definition, { execution, handlers, input, watcher });
  const { output, traffic, ...ending } = await Promise.race([driven, interruption()]);
  const seconds = (Date.now() - start) / 1_000;

  if (ending.status === "SUCCEEDED") {
    const { report } = output as { report: string }; // of the last state's handler
    const objects = await stores.countObjects();
    const measured = { traffic, usage, objects, seconds };
    console.info(`\n${report}\n\nSUCCEEDED\n${await formatSummary(measured)}`);
  } else {
    const tell = ending.status === "FAILED" ? console.error : console.info;
    tell(`\n${ending.status} after ${seconds.toFixed(1)} s\n  ${ending.error}: ${ending.cause}`);
  }
  return ending;
}

async function readDefinition(): Promise<StateMachine> {
  const file = new URL("state-machine.asl.json", import.meta.url);
  return JSON.parse(await readFile(file, "utf8")) as StateMachine; // it stands beside this file
}

/** Rejects at Ctrl-C, and when nobody reads the output any more (`npm start | head`). */
function interruption(): Promise<never> {
  return new Promise((_resolve, reject) => {
    process.stdout.on("error", reject);
    process.on("SIGINT", () => reject(new Interrupted("Interrupted; the stores are closed.")));
  });
}

class Interrupted extends Error {}

function readFlag(): string {
  const { values } = parseArgs({ options: { flag: { type: "string" } } });
  const flag = values.flag ?? process.env.BROWSER_COMPAT_FLAG ?? "on";
  if (flag === "on" || flag === "off") return flag;
  throw new Error(`Expected the flag to be on or off, got ${JSON.stringify(flag)}.`);
}

// Which Node runs is the user's choice, and the SDK's word on it would stand in the midst of the output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
try {
  const { status } = await runWorkflow({ flag: readFlag() });
  process.exitCode = status === "FAILED" ? 1 : 0;
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  // What an interrupted task still has in flight is nobody's business any more.
  process.exit(error instanceof Interrupted ? 130 : 1);
}
