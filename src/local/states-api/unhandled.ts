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
const WRITER = /:s3:putObject$/;

/** What a distributed Map may have on AWS, and the engine does not do; and what AWS would refuse as it runs. */
function* unbuiltIn({
  ItemReader,
  ResultWriter,
}: MapState): Generator<[field: string, reason: string]> {
  const { Resource = "", ReaderConfig = {} } = ItemReader ?? {};
  const { InputType, Transformation = "NONE", ManifestType } = ReaderConfig;
  if (ItemReader !== undefined && !READERS.test(Resource)) {
    yield [
      "ItemReader/Resource",
      `The local engine reads items by s3:getObject and s3:listObjectsV2 only, not by "${Resource}"`,
    ];
  }
  if (InputType === "PARQUET") {
    yield [
      "ItemReader/ReaderConfig/InputType",
      "The local engine reads no PARQUET: keep the same rows as JSON, JSONL or CSV for your tests, and say so in InputType",
    ];
  }
  const isLoaded = Transformation === "LOAD_AND_FLATTEN" || ManifestType === "ATHENA_DATA";
  if (isLoaded && (InputType === undefined || InputType === "MANIFEST")) {
    yield [
      "ItemReader/ReaderConfig",
      "LOAD_AND_FLATTEN and ATHENA_DATA need the InputType of the objects: JSON, JSONL or CSV",
    ];
  }
  const target = ResultWriter?.Resource;
  if (target !== undefined && !WRITER.test(target)) {
    yield [
      "ResultWriter/Resource",
      `The local engine writes results by s3:putObject only, not by "${target}"`,
    ];
  }
}
