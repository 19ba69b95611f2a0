import type { StateKey } from "./state-key.js";

/** What every call takes. */
export interface CallOptions {
  /** Ends this call early. */
  readonly signal?: AbortSignal | undefined;
}

export interface ItemOptions extends CallOptions {
  /** The place in a list. Default 0, or the pointer's own. */
  readonly index?: number | undefined;
}

export interface ListOptions extends CallOptions {
  /** Gives `undefined` for an index that is not there, instead of an error. Default false. */
  readonly allowMissing?: boolean | undefined;
}

export interface MapOutputOptions<T = unknown, Given = T> extends CallOptions {
  /**
   * Keeps the output beside the input, under this key, for `getMapOutputs`. Without it the output
   * replaces the input's element, as the Python original does: a retried iteration then reads its
   * own output.
   */
  readonly key?: string | StateKey<T, Given> | undefined;
}
