import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const project = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);

export interface PackageSize {
  /** Bytes that are downloaded: the packed package alone. */
  readonly packed: number;
  /** Bytes in node_modules, dependencies included; the AWS SDK, an optional peer, is not among them. */
  readonly installed: number;
  readonly packages: number;
}

/** Builds and packs the package, installs it into an empty folder as a user would, and weighs both. */
export async function measurePackage(): Promise<PackageSize> {
  const folder = await mkdtemp(join(tmpdir(), "sfn-task-tools-size-"));
  try {
    const pack = ["pack", "--json", "--pack-destination", folder];
    const { stdout } = await run("npm", pack, { cwd: project });
    const [packed] = JSON.parse(stdout) as [{ filename: string; size: number }];
    const install = ["install", "--no-audit", "--no-fund", "--omit=dev", `./${packed.filename}`];
    await run("npm", install, { cwd: folder });
    const { stdout: listed } = await run("npm", ["ls", "--all", "--parseable"], { cwd: folder });
    return {
      packed: packed.size,
      installed: await bytesIn(join(folder, "node_modules")),
      packages: listed.trim().split("\n").length - 1,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((total, size) => total + size, 0);
}
