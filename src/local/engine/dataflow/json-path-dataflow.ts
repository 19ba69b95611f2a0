import {
  type CompiledPath,
  compilePath,
  compilePathOrIntrinsic,
  compileReferencePath,
  compileTemplate,
  isIntrinsic,
  type PathScope,
  type StateDefinition,
  StatesError,
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
  type Leaving,
} from "./dataflow.js";
import { knownTextOf } from "./text.js";

/** The data flow of JSONPath states: https://states-language.net/#filters. */
export function jsonPathDataflow(definition: StateDefinition): Dataflow {
  const fields = definition as unknown as Fields; // looked up by name below
  const template = (name: string) => templateOf(fields[name]);
  const inputPath = filterOf(fields.InputPath);
  const outputPath = filterOf(fields.OutputPath);
  const parameters = template("Parameters");
  const selector = template("ResultSelector");
  const merge = mergerOf(fields.ResultPath);
  const assign = assignerOf(fields.Assign);
  return {
    async arguments(names) {
      const input = inputPath(names);
      names.inspect?.("afterInputPath", input);
      const given = parameters === undefined ? input : await parameters({ ...names, input });
      names.inspect?.("afterParameters", given);
      return given;
    },
    async output(names, result) {
      const selected =
        selector === undefined ? result : await selector({ ...names, input: result });
      names.inspect?.("afterResultSelector", selected);
      const assigned = await assign({ ...names, input: selected });
      const merged = merge(names.input, selected);
      names.inspect?.("afterResultPath", merged);
      return { output: outputPath({ ...names, input: merged }), assigned };
    },
    catcher(definition) {
      const mergeError = mergerOf(definition.ResultPath);
      const assignError = assignerOf(definition.Assign);
      return async (names, errorOutput): Promise<Leaving> => ({
        output: mergeError(names.input, errorOutput),
        assigned: await assignError({ ...names, input: errorOutput }),
      });
    },
    template,
    rule(definition) {
      const assignRule = assignerOf(definition.Assign);
      return async (names) => ({
        output: outputPath({ ...names, input: inputPath(names) }),
        assigned: await assignRule({ ...names, input: inputPath(names) }),
      });
    },
    async effectiveInput(names) {
      const input = inputPath(names);
      names.inspect?.("afterInputPath", input);
      return input;
    },
    field: (name) => fieldOf(name, fields),
    within: (...names) => fieldsWithin(fieldsAt(fields, names)),
  };
}

function fieldsWithin(fields: Fields) {
  return {
    template: (name: string) => templateOf(fields[name]),
    field: (name: string) => fieldOf(name, fields),
  };
}

/** What paths read from, with the text that causes quote. */
export function pathScope(names: Names, input = names.input): PathScope {
  const { context, variables } = names;
  const inputText = knownTextOf(input);
  return inputText === undefined
    ? { input, context, variables }
    : { input, context, variables, inputText };
}

function templateOf(template: JsonValue | undefined): Evaluate | undefined {
  if (template === undefined) return undefined;
  const compiled = compileTemplate(template);
  return async (names) => compiled.evaluate(pathScope(names));
}

/** InputPath or OutputPath: `null` stands for an empty object. */
function filterOf(path: JsonValue | undefined): (names: Names) => JsonValue {
  if (path === null) return () => ({});
  if (typeof path !== "string" || path === "$") return ({ input }) => input;
  const compiled = compilePath(path);
  return (names) => compiled.evaluate(pathScope(names));
}

/** ResultPath: where in the raw input the result goes; `null` drops it. */
function mergerOf(path: JsonValue | undefined): (input: JsonValue, result: JsonValue) => JsonValue {
  if (path === null) return (input) => input;
  if (typeof path !== "string") return (_input, result) => result;
  const compiled = compileReferencePath(path);
  return (input, result) => compiled.insert(input, result);
}

function assignerOf(template: JsonValue | undefined): (names: Names) => Promise<Variables> {
  const compiled = templateOf(template);
  if (compiled === undefined) return async () => ({});
  return async (names) => (await compiled(names)) as Variables; // validated to be an object
}

function fieldOf(name: string, fields: Fields): Field {
  const path = fields[`${name}Path`];
  if (typeof path !== "string") return { name, path: undefined, value: async () => fields[name] };
  if (isIntrinsic(path)) {
    const compiled = compilePathOrIntrinsic(path);
    return { name, path, value: async (names) => compiled.evaluate(pathScope(names)) };
  }
  const compiled = compilePath(path);
  return { name, path, value: async (names) => referred(name, compiled, names) };
}

function referred(name: string, path: CompiledPath, names: Names): JsonValue {
  const result = path.find(pathScope(names));
  if (result.found) return result.value;
  const cause = `The ${name}Path parameter does not reference an input value: ${path.text}`;
  throw new StatesError("States.Runtime", cause);
}
