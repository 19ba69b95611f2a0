import type { QueryLanguage, ScopeDefinition } from "../../../asl/index.js";
import type { Dataflow } from "../dataflow/dataflow.js";
import type { Scope, State } from "./program.js";

/** Makes the behaviour of one state out of its definition, which was validated. */
export type CompileState<Definition> = (definition: Definition, parts: StateParts) => Behaviour;

export interface Behaviour {
  readonly start: State["start"];
  readonly finish?: State["finish"];
  readonly itemsRead?: State["itemsRead"];
  readonly scopes?: readonly Scope[];
}

export interface StateParts {
  readonly language: QueryLanguage;
  /** Of the states within the state, unless they say otherwise: the machine's. */
  readonly scopeLanguage: QueryLanguage;
  readonly dataflow: Dataflow;
  /** Compiles the states within a state. */
  readonly compileScope: (definition: ScopeDefinition) => Scope;
}
