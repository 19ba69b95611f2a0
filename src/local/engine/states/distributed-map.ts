import { randomUUID } from "node:crypto";
import type { ItemProcessor, MapState } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import type { Behaviour, CompileState } from "../compile-state.js";
import { compileBatcher } from "../item-batcher.js";
import { compileReader } from "../item-reader.js";
import { LIMITS } from "../limits.js";
import { compileItems } from "../map-items.js";
import { mapRunArn } from "../map-run.js";
import type { Names } from "../moment.js";
import { countOf, percentageOf } from "../numbers.js";
import type { MapRun } from "../run.js";

/** A distributed Map: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html. */
export function distributedMap(
  definition: MapState,
  processor: ItemProcessor,
  parts: Parameters<CompileState<MapState>>[1],
): Behaviour {
  const { dataflow, compileScope } = parts;
  const items = compileItems(definition, parts);
  const reader = compileReader(definition.ItemReader, parts);
  const batch = compileBatcher(definition.ItemBatcher, parts);
  const concurrency = dataflow.field("MaxConcurrency");
  const toleratedCount = dataflow.field("ToleratedFailureCount");
  const toleratedPercentage = dataflow.field("ToleratedFailurePercentage");

  async function childInputs(names: Names, values: readonly JsonValue[]) {
    return batch(names, await items.select(names, values));
  }

  return {
    scopes: [compileScope(processor)],
    async start({ names, run, tell }) {
      const width = (await countOf(concurrency, names)) || LIMITS.distributedConcurrency;
      const values = reader === undefined ? await items.list(names) : [];
      tell("MapStateStarted", { mapStateStartedEventDetails: { length: values.length } });
      const request = await reader?.(names);
      const tolerated = {
        count: await countOf(toleratedCount, names),
        percentage: await percentageOf(toleratedPercentage, names),
      };
      const inputs = reader === undefined ? await childInputs(names, values) : undefined;
      const label = definition.Label ?? randomUUID();
      const arn = mapRunArn(run, label);
      const started = tell("MapRunStarted", { mapRunStartedEventDetails: { mapRunArn: arn } });
      const mapRun: MapRun = {
        arn,
        label,
        childType: processor.ProcessorConfig?.ExecutionType ?? "STANDARD",
        started,
        ...(request === undefined ? {} : { reader: request }),
        ...(inputs === undefined ? {} : { inputs }),
        width: Math.min(width, LIMITS.distributedConcurrency),
        tolerated,
        begun: 0,
        active: [],
        outputs: [],
        ended: 0,
        failed: 0,
      };
      return { go: "wait", stage: { at: "children", mapRun } };
    },
    async itemsRead({ names }, mapRun, values) {
      const inputs = await childInputs(names, values);
      return { go: "wait", stage: { at: "children", mapRun: { ...mapRun, inputs } } };
    },
    async finish({ names }, result) {
      return { go: "on", ...(await dataflow.output(names, result)), next: definition.Next };
    },
  };
}
