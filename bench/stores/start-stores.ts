import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Delays, Endpoints, StoresKind } from "./kinds.js";

export interface RunningStores extends Endpoints {
  close(): Promise<void>;
}

/** Starts stores in a process of their own, so that their work is nobody's CPU time but theirs. */
export async function startStores(kind: StoresKind, delays: Delays): Promise<RunningStores> {
  const script = fileURLToPath(new URL("stores-process.ts", import.meta.url));
  const child = fork(script, [JSON.stringify({ kind, delays })], {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
  });
  const exited = once(child, "exit");
  const [endpoints] = await Promise.race([
    once(child, "message"),
    exited.then(([code]) => {
      throw new Error(`Expected the stores to start, but their process ended with ${code}`);
    }),
  ]);
  return {
    ...(endpoints as Endpoints), // what stores-process.ts sends
    async close() {
      child.disconnect();
      await exited;
    },
  };
}
