import {
  compileJsonataTemplate,
  expectJsonType,
  type JsonataBindings,
  type JsonType,
  type StateDefinition,
} from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import type { Names } from "../moment.js";
import type { Variables } from "../run.js";
import {
  type Dataflow,
  type Evaluate,
  type Field,
  type Fields,
  fieldsAt,
  type RuleFields,
} from "./dataflow.js";

/** The data flow of JSONata states: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html. */
export function jsonataDataflow(definition: StateDefinition): Dataflow {
  const fields = definition as unknown as Fields; // looked up by name below
  const template = (name: string) => templateOf(fields[name], name);
  const given = template("Arguments");
  const leave = leaverOf(fields as RuleFields, "");
  return {
    async arguments(names) {
      if (given === undefined) return names.input;
      const value = await given(names);
      names.inspect?.("afterArguments", value);
      return value;
    },
    output: async (names, result) => leave({ ...names, result }, result),
    catcher(definition, index) {
      const leaveByCatcher = leaverOf(definition, `Catch[${index}]/`);
      return (names, errorOutput) => leaveByCatcher({ ...names, errorOutput }, errorOutput);
    },
    rule(definition, location) {
      const leaveByRule = leaverOf(definition, location);
      return (names) => leaveByRule(names, names.input);
    },
    template,
    effectiveInput: async ({ input }) => input,
    field: (name) => fieldOf(name, fields[name]),
    within: (...names) => fieldsWithin(fieldsAt(fields, names), `${names.join("/")}/`),
  };
}

function fieldsWithin(fields: Fields, location: string) {
  return {
    template: (name: string) => templateOf(fields[name], location + name),
    field: (name: string) => fieldOf(name, fields[name], location),
  };
}

/** What `Output` and `Assign` make; without `Output` it is what would leave anyway. */
function leaverOf({ Output, Assign }: RuleFields, location: string) {
  const output = templateOf(Output, `${location}Output`);
  const assign = templateOf(Assign, `${location}Assign`);
  return async (names: Names, otherwise: JsonValue) => ({
    output: output === undefined ? otherwise : await output(names),
    assigned: ((await assign?.(names)) ?? {}) as Variables, // validated to be an object
  });
}

function templateOf(template: JsonValue | undefined, location: string): Evaluate | undefined {
  if (template === undefined) return undefined;
  const compiled = compileJsonataTemplate(template, location);
  return (names) => compiled.evaluate(bindingsOf(names));
}

/** `$states`, and the variables. */
export function bindingsOf(names: Names): JsonataBindings {
  const { input, context, result, errorOutput, variables } = names;
  const states = {
    input,
    context,
    ...(result === undefined ? {} : { result }),
    ...(errorOutput === undefined ? {} : { errorOutput }),
  };
  return { ...variables, states };
}

/** The types that a field's value must have, where it is not any. */
const TYPES: Readonly<Record<string, JsonType>> = {
  Cause: "string",
  Error: "string",
  HeartbeatSeconds: "number",
  Items: "array",
  MaxConcurrency: "number",
  MaxInputBytesPerBatch: "number",
  MaxItems: "number",
  MaxItemsPerBatch: "number",
  Seconds: "number",
  TimeoutSeconds: "number",
  Timestamp: "string",
  ToleratedFailureCount: "number",
  ToleratedFailurePercentage: "number",
};

function fieldOf(name: string, template: JsonValue | undefined, location = ""): Field {
  if (template === undefined) return { name, path: undefined, value: async () => undefined };
  const compiled = compileJsonataTemplate(template, location + name);
  const [whole] = typeof template === "string" ? compiled.expressions : [];
  const type = TYPES[name];
  return {
    name,
    path: undefined,
    async value(names) {
      const value = await compiled.evaluate(bindingsOf(names));
      if (whole !== undefined && type !== undefined) expectJsonType(whole, value, type);
      return value;
    },
  };
}
