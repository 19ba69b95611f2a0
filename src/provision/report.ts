import type { Change } from "./change.js";

/** What a step of the report is about. `tags` are the bucket's. */
export type ProvisionResource =
  | "table"
  | "time-to-live"
  | "bucket"
  | "tags"
  | "ownership"
  | "policy"
  | "public-access-block"
  | "lifecycle";

/** One thing that should be there, and what was done for it. */
export interface ProvisionStep {
  readonly resource: ProvisionResource;
  /** The table's or the bucket's name. */
  readonly name: string;
  readonly action: "created" | "updated" | "unchanged" | "would create" | "would update";
  /** What is there now (after a dry run: would be), for people to read. */
  readonly detail: string;
}

/** What `ensureStateDataStore` did, or with `dryRun` would have done. */
export interface ProvisionReport {
  readonly dryRun: boolean;
  /** Whether any step is other than `unchanged`. */
  readonly changed: boolean;
  /** In the order in which they are done. */
  readonly steps: readonly ProvisionStep[];
}

/** A step before it is done: without a change, all is as it should be. */
export interface PlannedStep {
  readonly resource: ProvisionResource;
  readonly name: string;
  readonly detail: string;
  readonly kind: "create" | "update" | "none";
  /** What to send, where the kind is not `none`. */
  readonly change?: Change;
}

const ACTIONS = {
  create: ["created", "would create"],
  update: ["updated", "would update"],
  none: ["unchanged", "unchanged"],
} as const satisfies Record<
  PlannedStep["kind"],
  readonly [ProvisionStep["action"], ProvisionStep["action"]]
>;

/** The plan as it is told afterwards. */
export function reportOn(plan: readonly PlannedStep[], dryRun: boolean): ProvisionReport {
  return {
    dryRun,
    changed: plan.some(({ kind }) => kind !== "none"),
    steps: plan.map(({ resource, name, kind, detail }) => ({
      resource,
      name,
      action: ACTIONS[kind][dryRun ? 1 : 0],
      detail,
    })),
  };
}
