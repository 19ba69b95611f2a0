import type {
  QueryLanguage,
  ScopeDefinition,
  StateDefinition,
  StateMachineDefinition,
  StateType,
} from "../../../asl/index.js";
import type { Dataflow } from "../dataflow/dataflow.js";
import { jsonPathDataflow } from "../dataflow/json-path-dataflow.js";
import { jsonataDataflow } from "../dataflow/jsonata-dataflow.js";
import { choice } from "../states/choice.js";
import { fail } from "../states/fail.js";
import { map } from "../states/map.js";
import { parallel } from "../states/parallel.js";
import { pass } from "../states/pass.js";
import { succeed } from "../states/succeed.js";
import { task } from "../states/task.js";
import { wait } from "../states/wait.js";
import { compileCatcher } from "./compile-catcher.js";
import type { Behaviour, CompileState } from "./compile-state.js";
import type { Program, Scope, State } from "./program.js";
import { compileRetrier } from "./retry.js";

type Typed<Type extends StateType> = Extract<StateDefinition, { Type: Type }>;

const STATES = {
  Pass: pass,
  Task: task,
  Choice: choice,
  Wait: wait,
  Succeed: succeed,
  Fail: fail,
  Parallel: parallel,
  Map: map,
} satisfies { [Type in StateType]: CompileState<Typed<Type>> };

const LANGUAGES: Record<QueryLanguage, (definition: StateDefinition) => Dataflow> = {
  JSONPath: jsonPathDataflow,
  JSONata: jsonataDataflow,
};

/** Parses all that a definition holds, once. The definition was validated. */
export function compileProgram(definition: StateMachineDefinition): Program {
  const { QueryLanguage: language = "JSONPath", TimeoutSeconds: timeout } = definition;
  return {
    ...compileScope(definition, language),
    timeoutMs: timeout === undefined ? undefined : timeout * 1000,
  };
}

/** The states within a state have the machine's language, not that of the state around them. */
function compileScope(definition: ScopeDefinition, language: QueryLanguage): Scope {
  const states = Object.entries(definition.States).map(
    ([name, state]) => [name, compileState(name, state, language)] as const,
  );
  return { startAt: definition.StartAt, states: new Map(states) };
}

function compileState(name: string, definition: StateDefinition, machine: QueryLanguage): State {
  const language = definition.QueryLanguage ?? machine;
  const dataflow = LANGUAGES[language](definition);
  const compile = STATES[definition.Type] as CompileState<StateDefinition>; // the entry of its own type
  const behaviour: Behaviour = compile(definition, {
    language,
    scopeLanguage: machine,
    dataflow,
    compileScope: (scope) => compileScope(scope, machine),
  });
  const { Retry: retriers = [], Catch: catchers = [] } =
    "Retry" in definition || "Catch" in definition ? definition : {};
  return {
    name,
    type: definition.Type,
    retriers: retriers.map(compileRetrier),
    catchers: catchers.map((catcher, index) => compileCatcher(catcher, index, dataflow)),
    scopes: behaviour.scopes ?? [],
    start: behaviour.start,
    finish: behaviour.finish ?? neverAsked,
    itemsRead: behaviour.itemsRead ?? neverAsked,
  };
}

/** Stands for what a state's own behaviour never leads to. */
const neverAsked = () => Promise.reject(new Error("This state waits for nothing"));
