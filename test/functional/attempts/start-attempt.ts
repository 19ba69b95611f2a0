import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { ListPointer } from "sfn-task-tools";
import { testStores } from "../../stores/inject.js";
import type { Attempt } from "./attempt.js";

/** A list that an attempt has put and told of. */
export interface Ended {
  readonly label: string;
  readonly pointer: ListPointer<{ label: string }>;
}

/** Starts the bundled put-list script in a process of its own. */
export function startAttempt(
  script: string,
  { table, bucket }: { readonly table: string; readonly bucket: string },
  attempt: Omit<Attempt, "dynamodb" | "s3" | "table" | "bucket">,
) {
  const { dynamoConfig, s3Config } = testStores();
  const config: Attempt = {
    dynamodb: dynamoConfig(),
    s3: s3Config(),
    table,
    bucket,
    ...attempt,
  };
  const child = spawn(process.execPath, [script, JSON.stringify(config)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
  });
  const waiting: (() => void)[] = [];
  const ended: Ended[] = [];
  let rounds = 0;
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line === "begin") {
      rounds += 1;
      for (const tell of waiting.splice(0)) tell();
    } else {
      ended.push(JSON.parse(line.slice("end ".length)));
    }
  });
  return {
    child,
    /** The lists that it has put, in order. */
    ended,
    /** How many puts it has begun. */
    rounds: () => rounds,
    nextBegin: () => new Promise<void>((resolve) => waiting.push(resolve)),
    exited: once(child, "close"),
  };
}
