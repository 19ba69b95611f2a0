import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const project = fileURLToPath(new URL("../..", import.meta.url));

/** Imports a module in a process of its own, and gives what that process reports. */
function inChild(source: string, env: Record<string, string> = {}): unknown {
  const output = execFileSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", source],
    { cwd: project, env: { PATH: process.env.PATH ?? "", ...env }, encoding: "utf8" },
  );
  return JSON.parse(output);
}

describe("importing the root", () => {
  const loaded = inChild(`
    import * as module from "node:module";
    const loaded = [];
    if (module.registerHooks !== undefined) {
      module.registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
      await import("./src/index.ts");
    } else {
      const { port1, port2 } = new MessageChannel();
      port1.on("message", (url) => loaded.push(url));
      // Node 20 has only the older form, whose hooks run in a thread of their own.
      module.register("data:text/javascript," + encodeURIComponent(
        "let port; export const initialize = (data) => { port = data.port; };" +
        "export const load = (url, context, next) => { port.postMessage(url); return next(url, context); };"
      ), { data: { port: port2 }, transferList: [port2] });
      await import("./src/index.ts");
      await new Promise((resolve) => setTimeout(resolve, 200));
      port1.close();
    }
    console.log(JSON.stringify(loaded));
  `) as string[];

  const modules = loaded
    .map((url) => url.replace(/\?.*$/, ""))
    .map((url) =>
      url.startsWith("node:") ? url : url.slice(url.indexOf(project) + project.length),
    );

  test("loads only what a task needs: no SDK client, nothing of local, asl or workflow", () => {
    expect(modules).toContain("src/index.ts");
    expect(modules).toContain("src/state-data/client.ts");
    const folders = new Set(
      modules
        .filter((name) => !name.startsWith("node:"))
        .map((name) => name.split("/").slice(0, 2).join("/")),
    );
    expect([...folders].sort()).toEqual([
      "src/context",
      "src/handler",
      "src/index.ts",
      "src/shared",
      "src/state-data",
      "src/stop",
    ]);
  });

  test("does nothing: no handle is left open, no environment variable is read", () => {
    const report = inChild(`
      const read = [];
      process.env = new Proxy(process.env, {
        get(env, name) { read.push(String(name)); return env[name]; },
        ownKeys(env) { read.push("*"); return Reflect.ownKeys(env); },
      });
      const before = process.getActiveResourcesInfo();
      await import("./src/index.ts");
      const opened = process.getActiveResourcesInfo().filter((kind) => /TCP|Timeout|Pipe|Socket/.test(kind));
      const expected = before.filter((kind) => /TCP|Timeout|Pipe|Socket/.test(kind));
      console.log(JSON.stringify({
        read: read.filter((name) => /^(AWS_|SFN_|\\*)/.test(name)),
        opened: opened.length - expected.length,
      }));
    `);
    expect(report).toEqual({ read: [], opened: 0 });
  });
});
