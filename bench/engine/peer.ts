import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** The peer, and a Node that it runs on: it asks for 22. */
export interface InstalledPeer {
  readonly node: string;
  readonly entry: string;
}

const PACKAGES = ["aws-local-stepfunctions@3", "node@22"];

/** Runs something with the peer, which is installed into a temporary folder for the time of it. */
export async function withPeer<T>(run: (peer: InstalledPeer) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "sfn-task-tools-peer-"));
  try {
    const args = ["install", "--prefix", folder, "--no-audit", "--no-fund", ...PACKAGES];
    await promisify(execFile)("npm", args);
    const modules = join(folder, "node_modules");
    return await run({
      node: join(modules, ".bin", "node"),
      entry: join(modules, "aws-local-stepfunctions", "build", "main.node.esm.js"),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
