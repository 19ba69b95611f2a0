import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import { Interruption, watchInterruptions } from "../../../src/cli/interruption.js";

function stage() {
  const signals = new EventEmitter();
  const terminal = {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    env: {},
    on: (event: string, listener: () => void) => signals.on(event, listener),
    off: (event: string, listener: () => void) => signals.off(event, listener),
    exit: vi.fn(),
  };
  return { signals, terminal, ...watchInterruptions(terminal) };
}

describe("an interruption", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s aborts, and the second time ends at once", (name, code) => {
    const { signals, terminal, signal } = stage();
    signals.emit(name);
    expect(signal.reason).toBeInstanceOf(Interruption);
    expect(signal.reason.exitCode).toBe(code);
    expect(terminal.exit).not.toHaveBeenCalled();
    signals.emit(name);
    expect(terminal.exit).toHaveBeenCalledWith(code);
  });

  test("by a closed pipe is no failure; another fault of the output is one", () => {
    const { terminal, signal } = stage();
    terminal.stdout.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    expect(signal.reason.exitCode).toBe(0);
    const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
    expect(() => terminal.stderr.emit("error", full)).toThrow(full);
  });

  test("nobody listens to signals after the command", () => {
    const { signals, release } = stage();
    release();
    expect([signals.listenerCount("SIGINT"), signals.listenerCount("SIGTERM")]).toEqual([0, 0]);
  });
});
