import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { SFNClient } from "@aws-sdk/client-sfn";
import { StepFunctions } from "sfn-task-tools/execution";
import { toSvg } from "sfn-task-tools/graph";
import { seconds } from "./figures.js";
import { openLocal } from "./local.js";
import { showProgress } from "./progress.js";
import { runWorkflow } from "./run-workflow.js";
import { formatStates, formatSummary } from "./summary.js";
import { observeUsage } from "./usage.js";
import { machine } from "./workflow.js";

const SITE = { region: "us-east-1", account: "123456789012" };
const roleArn = `arn:aws:iam::${SITE.account}:role/browser-compat`;

/** What the run looked like, state by state; for a browser. */
const PICTURE = resolve("browser-compat.svg");

/** Runs the workflow once, on Step Functions, DynamoDB and S3 in this process, and prints what it found. */
async function main(flag: "on" | "off", signal: AbortSignal): Promise<string> {
  const start = Date.now();
  await using local = await openLocal();
  console.info(`Step Functions on ${local.endpoint}, in this process, as are`);
  console.info(`DynamoDB on ${local.dynamodb} and S3 on ${local.s3}\n`);

  const stepFunctions = new StepFunctions({ client: new SFNClient(local.clientConfig()) });
  using usage = observeUsage();
  const onEvent = showProgress(process.stdout, usage);
  const run = await runWorkflow(stepFunctions, { flag }, { roleArn, onEvent, signal });
  const milliseconds = Date.now() - start;

  const { status, output, error, cause, history } = run;
  if (output !== undefined) console.info(`\n${output.report}`);
  console.info(`\n${formatStates(history)}\n`);
  if (status === "SUCCEEDED") {
    const measured = { history, usage, objects: await local.countObjects(), milliseconds };
    console.info(`SUCCEEDED\n${await formatSummary(measured)}`);
  } else {
    const tell = status === "ABORTED" ? console.info : console.error;
    tell(`${status} after ${seconds(milliseconds)}\n  ${error}: ${cause}`);
  }
  await writeFile(PICTURE, toSvg(machine.definition(SITE), { history }));
  console.info(`\nThe run as a picture: ${PICTURE}`);
  return status;
}

/** Aborts at Ctrl-C, and when nobody reads the output any more (`npm start | head`). */
function interruption(): AbortSignal {
  const abort = new AbortController();
  process.stdout.on("error", (error) => abort.abort(error));
  process.on("SIGINT", () => abort.abort(new Interrupted("Interrupted; everything is closed.")));
  return abort.signal;
}

class Interrupted extends Error {}

function readFlag(): "on" | "off" {
  const { values } = parseArgs({ options: { flag: { type: "string" } } });
  const flag = values.flag ?? process.env.BROWSER_COMPAT_FLAG ?? "on";
  if (flag === "on" || flag === "off") return flag;
  throw new Error(`Expected the flag to be on or off, got ${JSON.stringify(flag)}.`);
}

// Which Node runs is the user's choice, and the SDK's word on it would stand in the midst of the output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
try {
  const status = await main(readFlag(), interruption());
  process.exitCode = status === "SUCCEEDED" || status === "ABORTED" ? 0 : 1;
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  // What an interrupted task still has in flight is nobody's business any more.
  process.exit(error instanceof Interrupted ? 130 : 1);
}
