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
