import type { ScopeDefinition, StateMachineDefinition } from "../../asl/index.js";
import { parseTaskResource, type TaskResource } from "../engine/index.js";
import { refuse } from "./exceptions.js";

/** Refuses a definition with a Task that nothing here could run. Throws InvalidDefinition. */
export function refuseUnhandled(
  definition: StateMachineDefinition,
  unhandled: (resource: TaskResource) => string | undefined,
): void {
  const faults = [...faultsIn(definition, "", unhandled)];
  if (faults.length > 0) throw refuse.invalidDefinition(faults.join(", "));
}

function* faultsIn(
  scope: ScopeDefinition,
  path: string,
  unhandled: (resource: TaskResource) => string | undefined,
): Generator<string> {
  for (const [name, state] of Object.entries(scope.States)) {
    const at = `${path}/States/${name}`;
    if (state.Type === "Task") {
      const resource = parseTaskResource(state.Resource);
      const reason = resource === undefined ? undefined : unhandled(resource);
      if (reason !== undefined) yield `UNSUPPORTED_RESOURCE: ${reason} at ${at}/Resource`;
    }
    if (state.Type === "Parallel") {
      for (const [index, branch] of state.Branches.entries()) {
        yield* faultsIn(branch, `${at}/Branches[${index}]`, unhandled);
      }
    }
    const processor = state.Type === "Map" ? (state.ItemProcessor ?? state.Iterator) : undefined;
    if (processor !== undefined) yield* faultsIn(processor, `${at}/ItemProcessor`, unhandled);
  }
}
