import {
  formatDuration,
  type HistoryEvent,
  type StateProgress,
  stateProgress,
} from "../execution/index.js";
import type { Session } from "./session.js";
import type { Colour, Style } from "./style.js";
import { cutTo } from "./table.js";
import { visibleLine } from "./visible.js";

/** Shows how far an execution has come. */
export interface StateView {
  /** One more event of it. */
  add(event: HistoryEvent): void;
  /** Nothing more will be shown. */
  close(): void;
}

/** On a terminal a line for each state, drawn again and again; elsewhere a line for each change. */
export async function openStateView({ terminal, print }: Session): Promise<StateView> {
  const { stderr } = terminal;
  if (print.isJson) return { add: () => undefined, close: () => undefined };
  if (stderr.isTTY !== true) return plainView(print.note);
  const [{ createLogUpdate }, { default: widthOf }] = await Promise.all([
    import("log-update"),
    import("string-width"),
  ]);
  const events: HistoryEvent[] = [];
  const draw = createLogUpdate(stderr);
  const show = () => {
    const { columns = 80, rows = 24 } = stderr as { columns?: number; rows?: number };
    const lines = liveLines(stateProgress(events), print.styleNote, (text) =>
      cutTo(text, columns - 1, widthOf),
    );
    draw(lines.slice(-(rows - 2)).join("\n"));
  };
  const timer = setInterval(show, 250);
  return {
    add(event) {
      events.push(event);
      show();
    },
    close() {
      clearInterval(timer);
      if (events.length > 0) show();
      draw.done();
    },
  };
}

const COLOUR = {
  running: "cyan",
  succeeded: "green",
  failed: "red",
  aborted: "yellow",
} as const satisfies Record<StateProgress["status"], Colour>;

function liveLines(
  states: readonly StateProgress[],
  style: Style,
  trim: (text: string) => string,
): string[] {
  const label = ({ depth, name }: StateProgress) => `${"  ".repeat(depth)}${visibleLine(name)}`;
  const width = Math.min(40, Math.max(0, ...states.map((state) => label(state).length)));
  return states.map((state) => {
    const status = state.status.padEnd("succeeded".length);
    const line = trim(`${label(state).padEnd(width)}  ${status}  ${factsOf(state, Date.now())}`);
    // Coloured after it is cut: what it is cut from may be shorter than the status.
    return line.replace(`  ${state.status}`, `  ${style(COLOUR[state.status], state.status)}`);
  });
}

function plainView(say: (line: string) => void): StateView {
  const events: HistoryEvent[] = [];
  const told = new Map<number, string>();
  const add = (event: HistoryEvent) => {
    events.push(event);
    for (const state of stateProgress(events)) {
      const key = `${state.status} ${state.attempts > 1 ? state.attempts : ""}`;
      if (told.get(state.id) === key) continue;
      told.set(state.id, key);
      const facts = factsOf(state, state.last.getTime());
      say(`${"  ".repeat(state.depth)}${visibleLine(state.name)}: ${state.status}, ${facts}`);
    }
  };
  return { add, close: () => undefined };
}

function factsOf(state: StateProgress, now: number): string {
  const { status, since, last, attempts, items, error } = state;
  const end = status === "running" ? now : last.getTime();
  return [
    formatDuration(Math.max(0, end - since.getTime())),
    ...(attempts > 1 ? [`attempt ${attempts}`] : []),
    ...(items === undefined ? [] : [`${items.done} of ${items.total} items`]),
    ...(error === undefined ? [] : [visibleLine(error)]),
  ].join(", ");
}
