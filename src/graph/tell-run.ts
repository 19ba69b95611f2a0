import { humanDuration } from "./human-duration.js";
import type { Overlay, StateRun } from "./overlay.js";
import type { Outcome } from "./visits.js";

/** Lines that say in words what the colour of a state says, and the figures: for those who see no colours, too. */
export function tellRun(run: StateRun): string[] {
  const { status, visits, retries, milliseconds, iterations } = run;
  const failures = iterations === undefined ? [] : tellIterations(iterations);
  const figures = [
    visits > 1 ? `${visits} visits` : "",
    retries > 0 ? `${retries} ${retries === 1 ? "retry" : "retries"}` : "",
    milliseconds === undefined || status === "running" ? "" : humanDuration(milliseconds),
  ].filter((figure) => figure !== "");
  return [tellStatus(status, run.error), ...failures, figures.join(" · ")].filter(
    (line) => line !== "",
  );
}

/** A line on the whole execution: `failed after 12 s: States.Timeout`. */
export function tellExecution({
  status,
  milliseconds,
  error,
  redrives,
  unknownStates,
}: Overlay): string {
  if (status === undefined) return "The history is empty";
  const words = status.toLowerCase().replaceAll("_", " ");
  const time = milliseconds === undefined ? "" : ` after ${humanDuration(milliseconds)}`;
  const parts = [
    `Execution ${words}${time}${error === undefined ? "" : `: ${error}`}`,
    redrives === 0 ? "" : `redriven ${redrives === 1 ? "once" : `${redrives} times`}`,
    unknownStates.length === 0 ? "" : `states of another version: ${unknownStates.join(", ")}`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

const MARKS = {
  running: "▶",
  failed: "✗",
  caught: "↪",
  aborted: "■",
  succeeded: "✓",
} satisfies Record<Outcome, string>;

function tellStatus(status: Outcome, error: string | undefined): string {
  const said = error !== undefined && (status === "failed" || status === "caught");
  return `${MARKS[status]} ${status}${said ? `: ${error}` : ""}`;
}

function tellIterations({
  total,
  succeeded,
  failed,
  aborted,
}: NonNullable<StateRun["iterations"]>) {
  const parts = [
    `${succeeded} of ${total} iterations`,
    failed === 0 ? "" : `${failed} failed`,
    aborted === 0 ? "" : `${aborted} aborted`,
  ];
  return [parts.filter((part) => part !== "").join(", ")];
}
