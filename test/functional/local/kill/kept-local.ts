import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { startLocal } from "sfn-task-tools/local";

/** Its one argument, as JSON. */
export interface KeptLocalOrder {
  readonly dataDir: string;
  /** A file to which each function appends what it did. */
  readonly effects: string;
  readonly clock: "real" | "skip";
}

/** What a function did, and for whom. */
export interface Effect {
  readonly run: string;
  readonly did: string;
  readonly token?: string;
}

interface Work {
  readonly run: string;
  readonly did: string;
}

/** A local engine that keeps its data, to be killed. It prints its endpoint when it can be called. */
async function keptLocal({ dataDir, effects, clock }: KeptLocalOrder): Promise<void> {
  const done = (effect: Effect) => appendFileSync(effects, `${JSON.stringify(effect)}\n`);
  const times = ({ run, did }: Work) =>
    (existsSync(effects) ? readFileSync(effects, "utf8") : "")
      .split("\n")
      .filter((line) => line === JSON.stringify({ run, did })).length;
  const local = await startLocal({
    dataDir,
    clock,
    functions: {
      async step({ run, did }: Work) {
        done({ run, did });
        await new Promise((resolve) => setTimeout(resolve, 15));
        return { did };
      },
      /** Answers more than a document holds in itself; what is bad fails each time. */
      async item({ run, did }: Work) {
        done({ run, did });
        await new Promise((resolve) => setTimeout(resolve, 15));
        if (did.startsWith("bad")) throw Object.assign(new Error(did), { name: "Bad" });
        return { did, text: "x".repeat(60_000) };
      },
      /** Fails the first two times, whichever process it is in. */
      flaky({ run, did }: Work) {
        done({ run, did });
        if (times({ run, did }) < 3) throw Object.assign(new Error("not yet"), { name: "NotYet" });
        return { did };
      },
      ask({ run, did, token }: Work & { token: string }) {
        done({ run, did, token });
      },
    },
  });
  console.log(JSON.stringify({ endpoint: local.endpoint, s3: local.s3 }));
}

await keptLocal(JSON.parse(process.argv[2] ?? ""));
