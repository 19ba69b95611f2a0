import { randomUUID } from "node:crypto";
import type { ItemProcessor, MapState } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import { DataTooLarge } from "../dataflow/data-too-large.js";
import { compileItems, type ItemList } from "../dataflow/map-items.js";
import { countOf, percentageOf } from "../dataflow/numbers.js";
import { compileBatcher } from "../map-run/item-batcher.js";
import { compileReader } from "../map-run/item-reader.js";
import { endMapRun } from "../map-run/map-run.js";
import { mapRunArn } from "../map-run/map-run-arns.js";
import type { MapRunLimits } from "../map-run/map-run-document.js";
import { takeInputs } from "../map-run/map-run-items.js";
import { newMapRun } from "../map-run/new-map-run.js";
import { compileWriter } from "../map-run/result-writer.js";
import type { Behaviour, CompileState, StateParts } from "../program/compile-state.js";

/** A distributed Map: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html. */
export function distributedMap(
  definition: MapState,
  processor: ItemProcessor,
  parts: Parameters<CompileState<MapState>>[1],
): Behaviour {
  const { dataflow, compileScope } = parts;
  const items = compileItems(definition, parts);
  const reader = compileReader(definition.ItemReader, parts);
  const batcher = compileBatcher(definition.ItemBatcher, parts);
  const writer = compileWriter(definition.ResultWriter, parts);
  const concurrency = dataflow.field("MaxConcurrency");
  const toleratedCount = dataflow.field("ToleratedFailureCount");
  const toleratedPercentage = dataflow.field("ToleratedFailurePercentage");
  const childType = processor.ProcessorConfig?.ExecutionType ?? "STANDARD";
  const childDefinition = definitionOf(processor, parts);

  return {
    scopes: [compileScope(processor)],
    async start({ names, run, now, tell }) {
      const maxConcurrency = await countOf(concurrency, names);
      const list = reader === undefined ? await items.entries(names) : NO_ITEMS;
      tell("MapStateStarted", { mapStateStartedEventDetails: { length: list.values.length } });
      const request = await reader?.(names);
      const limits: MapRunLimits = {
        maxConcurrency,
        toleratedFailureCount: await countOf(toleratedCount, names),
        toleratedFailurePercentage: await percentageOf(toleratedPercentage, names),
      };
      const label = definition.Label ?? randomUUID();
      const arn = mapRunArn(run, label);
      const batches = await batcher(names);
      const results = await writer.destination?.(names, arn);
      const started = tell("MapRunStarted", { mapRunStartedEventDetails: { mapRunArn: arn } });
      run.mapRuns[arn] = newMapRun({
        arn,
        label,
        childType,
        definition: childDefinition,
        started,
        startedAt: now,
        source: request === undefined ? list : { kind: "reader", request },
        format: writer.format,
        limits,
        ...(batches === undefined ? {} : { batches }),
        ...(results === undefined ? {} : { results }),
      });
      return { go: "wait", stage: { at: "children", mapRunArn: arn } };
    },
    async itemsRead({ names, now }, mapRun) {
      const first = mapRun.taken - mapRun.read.length;
      const numbered = mapRun.read.map((item, at) => ({ ...item, index: first + at }));
      try {
        const selected = await items.select(names, numbered);
        if (!takeInputs(mapRun, selected)) throw new DataTooLarge();
      } catch (thrown) {
        endMapRun(mapRun, "FAILED", now);
        throw thrown;
      }
      return { go: "wait", stage: { at: "children", mapRunArn: mapRun.arn } };
    },
    async finish({ names }, result) {
      return { go: "on", ...(await dataflow.output(names, result)), next: definition.Next };
    },
  };
}

const NO_ITEMS: ItemList = { kind: "list", values: [] };

/** The processor as a machine of its own, which is what its children run. */
function definitionOf(
  { ProcessorConfig: _, ...processor }: ItemProcessor,
  { scopeLanguage }: StateParts,
): string {
  const machine = { QueryLanguage: scopeLanguage, ...processor };
  return JSON.stringify(machine as unknown as JsonValue); // read from JSON
}
