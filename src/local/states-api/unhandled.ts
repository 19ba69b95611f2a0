import type { MapState, ScopeDefinition, StateMachineDefinition } from "../../asl/index.js";
import { parseTaskResource, type TaskResource } from "../engine/index.js";
import { refuse } from "./exceptions.js";

/** Why nothing does the work of a Task, by its resource and the name of its state. */
type Unhandled = (resource: TaskResource, state: string) => string | undefined;

/** Refuses a definition with a Task that nothing here could run. Throws InvalidDefinition. */
export function refuseUnhandled(definition: StateMachineDefinition, unhandled: Unhandled): void {
  const faults = [...faultsIn(definition, "", unhandled)];
  if (faults.length > 0) throw refuse.invalidDefinition(faults.join(", "));
}

function* faultsIn(scope: ScopeDefinition, path: string, unhandled: Unhandled): Generator<string> {
  for (const [name, state] of Object.entries(scope.States)) {
    const at = `${path}/States/${name}`;
    if (state.Type === "Task") {
      const resource = parseTaskResource(state.Resource);
      const reason = resource === undefined ? undefined : unhandled(resource, name);
      if (reason !== undefined) yield `UNSUPPORTED_RESOURCE: ${reason} at ${at}/Resource`;
    }
    if (state.Type === "Parallel") {
      for (const [index, branch] of state.Branches.entries()) {
        yield* faultsIn(branch, `${at}/Branches[${index}]`, unhandled);
      }
    }
    if (state.Type !== "Map") continue;
    for (const [field, reason] of unbuiltIn(state))
      yield `UNSUPPORTED_FIELD: ${reason} at ${at}/${field}`;
    const processor = state.ItemProcessor ?? state.Iterator;
    if (processor !== undefined) yield* faultsIn(processor, `${at}/ItemProcessor`, unhandled);
  }
}

const READERS = /:s3:(?:getObject|listObjectsV2)$/;
const UNREAD_TYPES: readonly string[] = ["PARQUET", "MANIFEST"];

/** What a distributed Map may have on AWS, and the engine does not do yet. */
function* unbuiltIn({
  ItemReader,
  ResultWriter,
}: MapState): Generator<[field: string, reason: string]> {
  const { Resource = "", ReaderConfig = {} } = ItemReader ?? {};
  const { InputType = "JSON", ItemsPointer, Transformation = "NONE" } = ReaderConfig;
  if (ResultWriter !== undefined) {
    yield [
      "ResultWriter",
      "The local engine writes no results yet: leave it out, and the results are the state's output",
    ];
  }
  if (ItemReader !== undefined && !READERS.test(Resource)) {
    yield [
      "ItemReader/Resource",
      `The local engine reads items by s3:getObject and s3:listObjectsV2 only, not by "${Resource}"`,
    ];
  }
  if (UNREAD_TYPES.includes(InputType)) {
    yield [
      "ItemReader/ReaderConfig/InputType",
      `The local engine reads no ${InputType} yet: use JSON, JSONL or CSV`,
    ];
  }
  if (ItemsPointer !== undefined || Transformation !== "NONE") {
    yield [
      "ItemReader/ReaderConfig",
      "The local engine follows no ItemsPointer and no Transformation yet: put the items at the top of the object",
    ];
  }
}
