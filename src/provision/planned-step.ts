import type { Change } from "./change.js";
import type { ProvisionReport, ProvisionResource, ProvisionStep } from "./report.js";

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
