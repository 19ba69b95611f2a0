import { parseArgs } from "node:util";

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
  const flag = readFlag();
  console.info("Step Functions, DynamoDB and S3 are starting in this process …");
  const { showRun } = await import("./show-run.js"); // takes a second: more than a newcomer should wait for a sign
  const status = await showRun(flag, interruption());
  process.exitCode = status === "SUCCEEDED" || status === "ABORTED" ? 0 : 1;
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  // What an interrupted task still has in flight is nobody's business any more.
  process.exit(error instanceof Interrupted ? 130 : 1);
}
