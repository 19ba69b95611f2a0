/** A function that expressions can call. */
export interface BoundFunction {
  /** What JSONata checks the arguments by. https://docs.jsonata.org/embedding-extending */
  readonly signature: string;
  /** JSONata checks the arguments by the signature, which TypeScript cannot read. */
  readonly implementation: (...args: never[]) => unknown;
}

/** Functions by their names without the `$`. */
export type BoundFunctions = Readonly<Record<string, BoundFunction>>;
