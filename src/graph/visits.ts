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
  /** Whether the end of the execution ended it, so that a redrive takes it up again. */
  isCutShort: boolean;
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
    isCutShort: false,
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

/** Takes up again what the end of the execution cut short, and what is around it. */
export function resume(visit: Visit): void {
  for (let each: Visit | undefined = visit; each?.isCutShort; each = each.parent) {
    each.isCutShort = false;
    each.outcome = "running";
    each.hasFailed = false;
    each.took = undefined;
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
