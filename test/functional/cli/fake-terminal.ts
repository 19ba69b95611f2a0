import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import type { cli, ExitCode, Terminal } from "sfn-task-tools/cli";

export interface FakeTerminalOptions {
  /** What is piped in; undefined leaves stdin open. */
  readonly stdin?: string;
  /** Columns of a terminal; undefined is a pipe. */
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A terminal that remembers what was written to it. */
export interface FakeTerminal extends Terminal {
  readonly out: string;
  readonly err: string;
  /** As if somebody pressed Ctrl-C, or a supervisor wanted it to end. */
  press(signal: "SIGINT" | "SIGTERM"): void;
  /** As if somebody typed it. */
  type(text: string): void;
}

export function fakeTerminal({ stdin, columns, env = {} }: FakeTerminalOptions = {}): FakeTerminal {
  const signals = new EventEmitter();
  const screen = () => {
    const stream = new PassThrough();
    const said: string[] = [];
    stream.on("data", (chunk: Buffer) => said.push(chunk.toString()));
    const facts = columns === undefined ? {} : { isTTY: true, columns, rows: 40 };
    return { stream: Object.assign(stream, facts), text: () => said.join("") };
  };
  const [out, err] = [screen(), screen()];
  const input = Object.assign(new PassThrough(), columns === undefined ? {} : { isTTY: true });
  if (stdin !== undefined) input.end(stdin);
  return {
    stdin: input,
    stdout: out.stream,
    stderr: err.stream,
    env,
    get out() {
      return out.text();
    },
    get err() {
      return err.text();
    },
    press: (signal) => void signals.emit(signal),
    type: (text) => void input.write(text),
    on: (event, listener) => signals.on(event, listener),
    off: (event, listener) => signals.off(event, listener),
    exit: () => undefined,
  };
}

export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs one command to its end. */
export async function run(
  program: ReturnType<typeof cli>,
  argv: readonly string[],
  options: FakeTerminalOptions = {},
): Promise<Ran> {
  const terminal = fakeTerminal(options);
  const code = await program.run(argv, terminal);
  return { code, out: terminal.out, err: terminal.err };
}
