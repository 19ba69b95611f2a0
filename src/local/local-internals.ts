import type { MockBook } from "./mocks/index.js";
import type { StatesApi } from "./states-api/index.js";

/** What the test kit uses of an engine, and nobody else. */
export interface LocalInternals {
  readonly api: StatesApi;
  readonly mocks: MockBook;
}

const INTERNALS = new WeakMap<object, LocalInternals>();

export function keepInternals(local: object, internals: LocalInternals): void {
  INTERNALS.set(local, internals);
}

/** What is behind a Local; undefined for what `startLocal` did not give. */
export function internalsOf(local: object): LocalInternals | undefined {
  return INTERNALS.get(local);
}
