import type { StateDefinition } from "./definition-states.js";

export type * from "./definition-fields.js";
export type * from "./definition-states.js";

/** A state machine document: https://states-language.net/#toplevelfields. */
export interface StateMachineDefinition extends ScopeDefinition {
  readonly Comment?: string;
  readonly Version?: "1.0";
  /** Seconds that a whole execution may take. */
  readonly TimeoutSeconds?: number;
  readonly QueryLanguage?: QueryLanguage;
}

/** States that lead to one another: a machine, a branch of a Parallel, the processor of a Map. */
export interface ScopeDefinition {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, StateDefinition>>;
}

export type QueryLanguage = "JSONPath" | "JSONata";
