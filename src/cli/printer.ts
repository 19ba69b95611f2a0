import { type Style, styleFor } from "./style.js";
import { type Column, formatTable } from "./table.js";
import type { Terminal } from "./terminal.js";

export interface PrinterOptions {
  /** One JSON value instead of text. */
  readonly json: boolean;
  /** -1 with -q, 0, 1 with -v, 2 with -v -v. */
  readonly verbosity: number;
}

/** Results go to stdout, what is said beside them to stderr. */
export type Printer = ReturnType<typeof createPrinter>;

export function createPrinter(
  { stdout, stderr, env }: Terminal,
  { json, verbosity }: PrinterOptions,
) {
  const style = styleFor(stdout, env);
  const width = stdout.isTTY === true ? stdout.columns : undefined;
  const say = (level: number, text: string) => {
    if (verbosity >= level) stderr.write(`${text}\n`);
  };
  return {
    isJson: json,
    /** Columns of stdout; undefined for a pipe or a file. */
    width,
    style,
    styleNote: styleFor(stderr, env) satisfies Style,

    /** Text that was asked for. */
    text(text: string): void {
      stdout.write(`${text}\n`);
    },

    /** A value that was asked for, for machines with --json, else as `render` tells it to people. */
    async result(value: unknown, render: () => string | Promise<string>): Promise<void> {
      stdout.write(`${json ? JSON.stringify(value) : await render()}\n`);
    },

    table: <Row>(rows: readonly Row[], columns: readonly Column<Row>[]): Promise<string> =>
      formatTable(rows, columns, { width, styleTitle: (title) => style("bold", title) }),

    /** What helps a person along; -q leaves it out. */
    note: (text: string) => say(0, text),
    /** What is asked of whom, with -v. */
    detail: (text: string) => say(1, text),
  };
}
