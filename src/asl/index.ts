export { type CompiledChoiceRule, compileChoiceRule } from "./choice/compile-choice-rule.js";
export {
  type ArgumentType,
  CHOICE_OPERATORS,
  type ChoiceOperator,
  type ChoiceOperatorName,
  isChoiceOperator,
} from "./choice/operators.js";
export type * from "./definition.js";
export { ExpressionSyntaxError } from "./expression-syntax-error.js";
export {
  type CompiledIntrinsic,
  compileIntrinsic,
  isIntrinsic,
} from "./intrinsics/compile-intrinsic.js";
export { INTRINSIC_ARITY, type IntrinsicName } from "./intrinsics/names.js";
export {
  type CompiledPath,
  compilePath,
  type PathResult,
  type PathScope,
} from "./json-path/compile-path.js";
export {
  type CompiledJsonata,
  compileJsonata,
  isJsonataText,
} from "./jsonata/compile-jsonata.js";
export {
  evaluateJsonata,
  type JsonataBindings,
  type JsonataOutcome,
} from "./jsonata/evaluate-jsonata.js";
export {
  type CompiledJsonataTemplate,
  compileJsonataTemplate,
  expectJsonType,
  type JsonType,
  type LocatedExpression,
} from "./jsonata/jsonata-template.js";
export { DEFAULT_JSONATA_LIMITS, type JsonataLimits } from "./jsonata/limits.js";
export {
  type CompiledTemplate,
  compilePathOrIntrinsic,
  compileTemplate,
} from "./payload-template.js";
export { type CompiledReferencePath, compileReferencePath } from "./reference-path.js";
export { StatesError, type StatesErrorName } from "./states-error.js";
export { stringMatches } from "./string-matches.js";
export { parseTimestamp, timestampMilliseconds } from "./timestamp.js";
export type { Diagnostic, DiagnosticCode } from "./validation/diagnostics.js";
export { describeJsonFault, type JsonFault } from "./validation/json-fault.js";
export {
  type Validation,
  type ValidationOptions,
  validateDefinition,
} from "./validation/validate-definition.js";
