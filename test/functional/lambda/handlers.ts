import { type Context, task } from "sfn-task-tools";

interface Input {
  readonly bytes?: number;
  readonly fault?: "not found" | "own" | "text" | "stopped" | "too large";
}

/** One task of each kind of ending, for bundles that are run as Lambda runs them. */
export const handler = task(
  async ({ bytes = 0, fault }: Input, context: Context) => {
    if (fault === "not found") await context.stateData.getItem("nothing");
    if (fault === "own") throw Object.assign(new Error("mine"), { name: "OwnError" });
    if (fault === "text") throw "a text";
    if (fault === "stopped") await context.stopExecution({ error: "Enough" });
    if (fault === "too large") return { kept: "x".repeat(300_000), offloaded: "" };
    await context.stateData.putItem("seen", { bytes });
    return { kept: await context.stateData.getItem("seen"), offloaded: "x".repeat(bytes) };
  },
  { offload: ["offloaded"] },
);
