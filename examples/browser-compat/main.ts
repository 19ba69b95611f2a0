import { parseArgs } from "node:util";
import { SFNClient } from "@aws-sdk/client-sfn";
import { openLocal } from "./local.js";
import { showProgress } from "./progress.js";
import { formatSummary } from "./summary.js";
import { observeUsage } from "./usage.js";
import { followWorkflow, readDefinition, startWorkflow } from "./workflow.js";

/** Runs the workflow once, on Step Functions, DynamoDB and S3 in this process, and prints what it found. */
async function runWorkflow(input: { flag: string }): Promise<string> {
  const start = Date.now();
  await using local = await openLocal();
  const sfn = new SFNClient(local.clientConfig());
  using usage = observeUsage();

  const executionArn = await startWorkflow(sfn, await readDefinition(), input);
  console.info(`Execution ${executionArn}`);
  console.info(`Step Functions on ${local.endpoint}, in this process, as are`);
  console.info(`DynamoDB on ${local.dynamodb} and S3 on ${local.s3}\n`);

  const following = followWorkflow(sfn, executionArn, showProgress(process.stdout));
  const { execution, traffic } = await Promise.race([following, interruption()]);
  const seconds = (Date.now() - start) / 1_000;

  const { status = "", output = "{}", error, cause } = execution;
  if (status === "SUCCEEDED") {
    const { report } = JSON.parse(output) as { report: string }; // of the last state's task
    const measured = { traffic, usage, objects: await local.countObjects(), seconds };
    console.info(`\n${report}\n\nSUCCEEDED\n${await formatSummary(measured)}`);
  } else {
    const tell = status === "ABORTED" ? console.info : console.error;
    tell(`\n${status} after ${seconds.toFixed(1)} s\n  ${error}: ${cause}`);
  }
  return status;
}

/** Rejects at Ctrl-C, and when nobody reads the output any more (`npm start | head`). */
function interruption(): Promise<never> {
  return new Promise((_resolve, reject) => {
    process.stdout.on("error", reject);
    process.on("SIGINT", () => reject(new Interrupted("Interrupted; everything is closed.")));
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
  const status = await runWorkflow({ flag: readFlag() });
  process.exitCode = status === "SUCCEEDED" || status === "ABORTED" ? 0 : 1;
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  // What an interrupted task still has in flight is nobody's business any more.
  process.exit(error instanceof Interrupted ? 130 : 1);
}
