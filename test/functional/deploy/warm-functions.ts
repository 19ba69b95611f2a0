import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A bundle's handlers, each in a Node of its own that stays, as Lambda keeps functions warm. */
export interface WarmFunctions extends AsyncDisposable {
  readonly handlers: Readonly<Record<string, (event: unknown) => Promise<unknown>>>;
}

/** As the runtimes load it: an ES module, where `require()` of ES modules is off. */
const RUNTIME = `
  const [file, name] = process.argv.slice(1);
  const loaded = import(file);
  process.on("message", async ({ id, event }) => {
    const end = Date.now() + 60_000;
    try {
      const { [name]: handler } = await loaded;
      const result = await handler(event, { getRemainingTimeInMillis: () => end - Date.now() });
      process.send({ id, result: JSON.stringify(result ?? null) });
    } catch (error) {
      process.send({ id, error: { name: error.name, message: error.message } });
    }
  });
`;

interface Answer {
  readonly id: number;
  readonly result?: string;
  readonly error?: { readonly name: string; readonly message: string };
}

export function startWarmFunctions(
  file: string,
  names: readonly string[],
  environmentOf: (name: string) => Readonly<Record<string, string>>,
): WarmFunctions {
  const children: ChildProcess[] = [];
  const start = (name: string) => {
    const child = spawn(
      process.execPath,
      ["--no-experimental-require-module", "--eval", RUNTIME, file, name],
      {
        env: { PATH: process.env.PATH, NODE_NO_WARNINGS: "1", ...environmentOf(name) },
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      },
    );
    children.push(child);
    const waiting = new Map<number, (answer: Answer) => void>();
    child.on("message", (answer: Answer) => waiting.get(answer.id)?.(answer));
    child.on("exit", (code) => {
      const error = { name: "Runtime.ExitError", message: `${name} exited with ${code}` };
      for (const [id, resolve] of waiting) resolve({ id, error });
    });
    let next = 0;
    return async (event: unknown): Promise<unknown> => {
      next += 1;
      const id = next;
      const { result, error } = await new Promise<Answer>((resolve) => {
        waiting.set(id, resolve);
        child.send({ id, event });
      });
      waiting.delete(id);
      if (error !== undefined) {
        throw Object.assign(new Error(error.message), { name: error.name });
      }
      return JSON.parse(result ?? "null");
    };
  };
  return {
    handlers: Object.fromEntries(names.map((name) => [name, start(name)])),
    async [Symbol.asyncDispose]() {
      for (const child of children) {
        if (child.exitCode === null && child.kill()) await once(child, "exit");
      }
    },
  };
}
