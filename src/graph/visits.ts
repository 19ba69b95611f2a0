import { largest } from "./geometry.js";
import type { StatePlace } from "./graph-index.js";

export type Outcome = "running" | "failed" | "caught" | "aborted" | "succeeded";

/** One stay of an execution in a state. */
export interface Visit {
  readonly place: StatePlace;
  /** The visit of the Parallel or Map around it. */
  readonly parent: Visit | undefined;
  readonly children: Visit[];
  readonly enteredAt: number | undefined;
  outcome: Outcome;
  /** Milliseconds that it took, once it is over. */
  took: number | undefined;
  /** Whether the latest attempt failed. */
  hasFailed: boolean;
  /** How often its work was begun. */
  attempts: number;
  error: string | undefined;
  /** Whether its Parallel or Map was tried again since, so that it is history. */
  isSuperseded: boolean;
  /** Whether a redrive took it up again. */
  isTakenUp: boolean;
  /** Of a Map: how many items it has, and how each iteration stands. */
  items: number | undefined;
  readonly iterations: Map<number, Outcome>;
}

export function newVisit(
  place: StatePlace,
  parent: Visit | undefined,
  enteredAt: number | undefined,
): Visit {
  const visit: Visit = {
    place,
    parent,
    enteredAt,
    children: [],
    outcome: "running",
    took: undefined,
    // A Fail state fails by being entered.
    hasFailed: place.node.type === "Fail",
    attempts: 0,
    error: undefined,
    isSuperseded: false,
    isTakenUp: false,
    items: undefined,
    iterations: new Map(),
  };
  parent?.children.push(visit);
  return visit;
}

/** Ends a visit, and with it what it left open inside. */
export function endVisit(visit: Visit, outcome: Outcome, at: number | undefined): void {
  if (visit.outcome !== "running") return;
  visit.outcome = outcome;
  visit.took = at === undefined || visit.enteredAt === undefined ? undefined : at - visit.enteredAt;
  endInside(visit, at);
}

/** Ends what is open inside of a Parallel or Map: what failed, and what was stopped because of it. */
export function endInside(visit: Visit, at: number | undefined): void {
  for (const child of visit.children) endVisit(child, child.hasFailed ? "failed" : "aborted", at);
  for (const [index, outcome] of visit.iterations) {
    if (outcome === "running") visit.iterations.set(index, "aborted");
  }
}

/** Whether a redrive takes it up again: it, and all around it, came to no end of its own. */
export function canBeTakenUp({ outcome, isSuperseded, parent }: Visit): boolean {
  const isUndone = outcome === "failed" || outcome === "aborted";
  return isUndone && !isSuperseded && (parent === undefined || parent.isTakenUp);
}

/** Goes on with a visit where it was left. */
export function takeUp(visit: Visit): void {
  visit.isTakenUp = true;
  visit.outcome = "running";
  visit.hasFailed = visit.place.node.type === "Fail";
  visit.took = undefined;
  for (const [index, outcome] of visit.iterations) {
    if (outcome !== "succeeded") visit.iterations.set(index, "running");
  }
}

/** From within outwards, the first that fits. */
export function upwards(
  visit: Visit | undefined,
  fits: (visit: Visit) => boolean,
): Visit | undefined {
  for (let each = visit; each !== undefined; each = each.parent) if (fits(each)) return each;
  return undefined;
}

/** How many items a Map had, as far as its history tells. */
export function itemsOf({ items, iterations }: Visit): number {
  return Math.max(items ?? 0, largest([...iterations.keys()].map((index) => index + 1)));
}
