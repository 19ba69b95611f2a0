/** A way to put a list of items and to get it again; what `put` resolves to leads `get` to it. */
export interface Contestant<Handle = unknown> {
  put(items: readonly unknown[]): Promise<Handle>;
  get(handle: Handle): Promise<readonly unknown[]>;
}

/** What all contestants are given alike. SDK clients find endpoints and credentials in the environment. */
export interface Setting {
  readonly table: string;
  readonly bucket: string;
  readonly compression: "gzip" | "none";
}

/** Requests in flight at once, for all that send more than one. */
export const PARALLELISM = 16;
