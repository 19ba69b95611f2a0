import type { MapState } from "../../../asl/index.js";
import { compileItems } from "../dataflow/map-items.js";
import { countOf } from "../dataflow/numbers.js";
import { LIMITS } from "../limits.js";
import type { CompileState } from "../program/compile-state.js";
import type { Fork } from "../run.js";
import { distributedMap } from "./distributed-map.js";

/** A Map, of which this is the inline form: https://states-language.net/#map-state. */
export const map: CompileState<MapState> = (definition, parts) => {
  const { dataflow, compileScope } = parts;
  const processor = definition.ItemProcessor ?? definition.Iterator;
  if (processor === undefined)
    throw new Error("A Map without ItemProcessor is refused by validation");
  if (processor.ProcessorConfig?.Mode === "DISTRIBUTED") {
    return distributedMap(definition, processor, parts);
  }
  const items = compileItems(definition, parts);
  const concurrency = dataflow.field("MaxConcurrency");
  return {
    scopes: [compileScope(processor)],
    async start({ names, tell }) {
      const values = await items.list(names);
      const numbered = values.map((value, index) => ({ index, value }));
      const inputs = await items.select(names, numbered);
      const width = (await countOf(concurrency, names)) || LIMITS.inlineConcurrency;
      const started = tell("MapStateStarted", {
        mapStateStartedEventDetails: { length: values.length },
      });
      const fork: Fork = {
        kind: "Map",
        active: [],
        items: inputs,
        values,
        width: Math.min(width, LIMITS.inlineConcurrency),
        begun: 0,
        outputs: [],
        ended: 0,
        turn: started,
      };
      return { go: "wait", stage: { at: "branches", fork } };
    },
    async finish({ names }, result) {
      return { go: "on", ...(await dataflow.output(names, result)), next: definition.Next };
    },
  };
};
