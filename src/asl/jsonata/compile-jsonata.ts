import jsonata from "jsonata";
import { ExpressionSyntaxError } from "../expression-syntax-error.js";
import { evaluateJsonata, type JsonataBindings, type JsonataOutcome } from "./evaluate-jsonata.js";
import type { JsonataLimits } from "./limits.js";
import { namesIn } from "./syntax-tree.js";

/** A JSONata expression, checked and ready to be evaluated any number of times. */
export interface CompiledJsonata {
  /** The expression between `{%` and `%}`, without the space around it. */
  readonly text: string;
  readonly usesRegex: boolean;
  /**
   * The names it reads and does not assign itself, without the `$`: variables, `states`, and
   * functions that it passes on (`$map($list, $uppercase)`). `""` is a bare `$`, `"$"` a bare `$$`.
   */
  readonly variables: readonly string[];
  /** The functions it calls by name, without the `$`. */
  readonly functions: readonly string[];
  evaluate(bindings: JsonataBindings, limits?: JsonataLimits): Promise<JsonataOutcome>;
}

/** Whether a string of a JSONata state is an expression: `{% … %}` from the first to the last character. */
export function isJsonataText(text: string): boolean {
  return text.length >= 4 && text.startsWith("{%") && text.endsWith("%}");
}

/** Compiles `{% $states.input.total > 10 %}`. @throws ExpressionSyntaxError */
export function compileJsonata(braced: string): CompiledJsonata {
  if (!isJsonataText(braced)) {
    throw new ExpressionSyntaxError(
      `Expected a JSONata expression between {% and %}, got ${JSON.stringify(braced.slice(0, 80))}.`,
      braced,
      0,
    );
  }
  const text = braced.slice(2, -2).trim();
  return {
    text,
    ...namesIn(parse(text)),
    evaluate: (bindings, limits) => evaluateJsonata(text, bindings, limits),
  };
}

function parse(text: string): unknown {
  try {
    return jsonata(text).ast();
  } catch (error) {
    // The library throws objects with these fields, and a RangeError where parentheses are too many.
    const { message = "", position = 0 } = error as { message?: string; position?: number };
    throw new ExpressionSyntaxError(
      `${message || "Syntax error"} at position ${position}.`,
      text,
      position,
    );
  }
}
