/** Is told how an execution gets on. */
export interface Watcher {
  entered(state: string): void;
  /** One more iteration of a Map state has succeeded. */
  iterated(state: string, done: number, total: number): void;
  exited(state: string): void;
}

const BAR_WIDTH = 30;
/** Milliseconds between two pictures of the bar. */
const REDRAW = 100;

/** Shows on a stream how a run gets on: a bar on a terminal, a line now and then elsewhere. */
export function showProgress(stream: NodeJS.WriteStream): Watcher {
  const isTerminal = stream.isTTY && process.env.TERM !== "dumb";
  let entered = Date.now();
  let shown = 0;
  let items = "";
  return {
    entered(state) {
      entered = Date.now();
      items = "";
      if (isTerminal) stream.write(`  ${state} …`);
    },
    iterated(state, done, total) {
      items = `  ${count(done)} items`;
      if (isTerminal && (done === total || Date.now() - shown >= REDRAW)) {
        shown = Date.now();
        stream.write(
          `\r  ${state.padEnd(12)}${bar(done / total)}  ${count(done)} of ${count(total)}`,
        );
      }
      if (!isTerminal && isQuarter(done, total) && done < total) {
        stream.write(`  ${state.padEnd(12)}${count(done)} of ${count(total)}\n`);
      }
    },
    exited(state) {
      const seconds = ((Date.now() - entered) / 1_000).toFixed(1);
      const clear = isTerminal ? "\r\x1b[2K" : "";
      stream.write(`${clear}  ${state.padEnd(12)}${seconds.padStart(5)} s${items}\n`);
    },
  };
}

/** Whether with this item another quarter of all is done. */
function isQuarter(done: number, total: number): boolean {
  return Math.floor((4 * done) / total) > Math.floor((4 * (done - 1)) / total);
}

function bar(share: number): string {
  const full = Math.round(share * BAR_WIDTH);
  return "█".repeat(full) + "░".repeat(BAR_WIDTH - full);
}

function count(number: number): string {
  return number.toLocaleString("en");
}
