/** The steps of a JSON pointer: https://www.rfc-editor.org/rfc/rfc6901. Throws SyntaxError. */
export function stepsOf(pointer: string): string[] {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) {
    throw new SyntaxError(`Expected ItemsPointer to be empty or to begin with /, got "${pointer}"`);
  }
  const steps = pointer.slice(1).split("/");
  return steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
