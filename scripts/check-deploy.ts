import { deepStrictEqual } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildDeployment } from "./deploy/build.js";
import { factsOf } from "./deploy/facts.js";
import { flatten } from "./deploy/template.js";

/**
 * Builds what is deployed, synthesises the CDK's app with the CDK itself, offline, and compares what
 * it makes with the SAM template: functions, roles, definition, table and bucket. The CDK is large,
 * and not installed with the project; where the registry is out of reach, that is said and no failure.
 */
const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const STACK = "browser-compat";
const cdk = path("deploy/cdk");

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, {
    cwd: cdk,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      CDK_DISABLE_CLI_TELEMETRY: "true",
      AWS_REGION: undefined, // the template is for any account and region
      AWS_PROFILE: undefined,
    },
  });
}

/** Whether the CDK is there. */
function install(): boolean {
  try {
    run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1");
    return true;
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/.test(stderr))
      throw error;
    return false;
  }
}

try {
  if (install()) {
    await buildDeployment(path("deploy/browser-compat/build"));
    run("npm", "run", "check");
    run("npm", "run", "synth", "--", "--no-notices", "--no-lookups");
    const definition = readFileSync(
      path("deploy/browser-compat/build/state-machine.asl.json"),
      "utf8",
    );
    const sam = factsOf(flatten(path("deploy/browser-compat/template.yaml")), STACK, definition);
    const synthesised = factsOf(flatten(path(`deploy/cdk/cdk.out/${STACK}.template.json`)), STACK);
    deepStrictEqual(synthesised, sam);
    const functions = Object.keys(sam.functions).length;
    console.log(
      `ok: the CDK makes what the template makes (${functions} functions and their roles)`,
    );
  } else {
    console.log(
      "SKIPPED: the CDK could not be installed, for the package registry is out of reach",
    );
  }
} catch (error) {
  const {
    message,
    stdout = "",
    stderr = "",
  } = error as Error & { stdout?: string; stderr?: string };
  console.error(`${message}\n${stdout}${stderr}`);
  process.exitCode = 1;
}
