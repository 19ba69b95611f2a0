/** What an expression mentions. */
export interface Mentions {
  readonly usesRegex: boolean;
  readonly variables: readonly string[];
  readonly functions: readonly string[];
}

/**
 * Collects the names in a syntax tree. A variable that the expression assigns, or takes as the
 * parameter of a function, anywhere, is its own and is left out.
 */
export function namesIn(tree: unknown): Mentions {
  const read = new Set<string>();
  const own = new Set<string>();
  const functions = new Set<string>();
  let usesRegex = false;
  // Without recursion: a tree may be as deep as its text is long.
  const waiting: unknown[] = [tree];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (Array.isArray(node)) {
      for (const part of node) waiting.push(part);
    } else if (isNode(node)) {
      if (node.type === "regex") usesRegex = true;
      else if (node.type === "variable") read.add(String(node.value));
      else if (node.type === "bind") noteName(node.lhs, own);
      else if (node.type === "lambda") noteNames(node.arguments, own);
      else if (node.type === "function" || node.type === "partial")
        noteName(node.procedure, functions);
      for (const name of [node.focus, node.index]) if (typeof name === "string") own.add(name);
      for (const [field, part] of Object.entries(node)) {
        // The procedure of a call is not read as a value; a parent's slot leads back up.
        if (field !== "procedure" || !isVariable(part)) waiting.push(part);
      }
    }
  }
  return {
    usesRegex,
    variables: [...read].filter((name) => !own.has(name)),
    functions: [...functions].filter((name) => !own.has(name)),
  };
}

/** The expressions that say where a range begins or ends: `[from..to]`. */
export function rangeEndsIn(tree: unknown): ReadonlySet<unknown> {
  const ends = new Set<unknown>();
  const waiting: unknown[] = [tree];
  const seen = new Set<unknown>();
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (!(Array.isArray(node) || isNode(node)) || seen.has(node)) continue;
    seen.add(node); // a parent's slot leads back up
    if (!Array.isArray(node) && isNode(node) && node.type === "binary" && node.value === "..") {
      ends.add(node.lhs).add(node.rhs);
    }
    for (const part of Object.values(node)) waiting.push(part);
  }
  return ends;
}

type Node = { readonly [field: string]: unknown };

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !(value instanceof RegExp);
}

function isVariable(value: unknown): value is Node {
  return isNode(value) && value.type === "variable";
}

function noteName(value: unknown, names: Set<string>): void {
  if (isVariable(value)) names.add(String(value.value));
}

function noteNames(values: unknown, names: Set<string>): void {
  if (Array.isArray(values)) for (const value of values) noteName(value, names);
}
