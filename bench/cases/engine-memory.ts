import { compile, runChild } from "../child.js";
import type { MemoryOrder } from "../engine/memory.js";
import type { BenchOptions } from "../options.js";
import { kilobytes, type Report } from "../report.js";

const ORDERS: readonly MemoryOrder[] = [
  { type: "EXPRESS", transitions: 5, executions: 1_000 },
  { type: "STANDARD", transitions: 5, executions: 1_000 },
  { type: "STANDARD", transitions: 101, executions: 200 },
  { type: "STANDARD", transitions: 10_001, executions: 5 },
];

/** What executions keep once they have ended. */
export async function runEngineMemory({ profile }: BenchOptions): Promise<Report> {
  const script = await compile("engine/memory.ts");
  const env = { PATH: process.env.PATH ?? "", NODE_NO_WARNINGS: "1" };
  const figures: (MemoryOrder & { readonly bytes: number })[] = [];
  for (const order of ORDERS) {
    figures.push({ ...order, bytes: await runChild<number>(script, order, { env, profile }) });
  }
  return {
    title: "Memory of an execution that has ended, its document half a kilobyte",
    columns: ["", "states", "memory", "a state"],
    rows: figures.map(({ type, transitions, bytes }) => [
      type,
      transitions.toLocaleString("en-US"),
      kilobytes(bytes),
      kilobytes(bytes / transitions),
    ]),
    figures,
  };
}
