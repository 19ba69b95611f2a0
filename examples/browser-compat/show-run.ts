import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
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

/** Runs the workflow once, on Step Functions, DynamoDB and S3 in this process, and prints what it found. Resolves to how it ended. */
export async function showRun(flag: "on" | "off", signal: AbortSignal): Promise<string> {
  const start = Date.now();
  await using local = await openLocal();
  console.info(`They are on ${local.endpoint}, ${local.dynamodb} and ${local.s3}\n`);

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
