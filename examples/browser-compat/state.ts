import type { Identifier } from "@mdn/browser-compat-data";
import { type ItemPointer, type ListPointer, stateKey } from "sfn-task-tools";
import * as z from "zod";
import { browsers } from "./browser-support.js";

// What the functions of the workflow hand to each other: the contract that all of them import.

/** A web API: its name, and the tree of its features. */
export type Entry = readonly [name: string, feature: Identifier];

export const apis = stateKey<Entry>("apis");
export const css = stateKey<Identifier>("css");
export const javascript = stateKey<Identifier>("javascript");

/** What one Map iteration puts. The schema checks it, when it is put and when it is got. */
export const ratings = stateKey(
  "results",
  z.object({
    name: z.string(),
    features: z.number().int().nonnegative(),
    supportedBy: z.record(z.enum(browsers), z.number().int().nonnegative()),
    share: z.number().min(0).max(1),
  }),
);

/** What goes on through the state machine: where the data is, and none of it. */
export interface Collected {
  readonly version: string;
  readonly apis: ListPointer<Entry>;
  readonly css: ItemPointer<Identifier>;
  readonly javascript: ItemPointer<Identifier>;
}
