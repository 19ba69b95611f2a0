import { ExpressionSyntaxError } from "./expression-syntax-error.js";

/** A place in the text of an expression, which the parsers move forward. */
export class TextCursor {
  readonly text: string;
  position: number;

  constructor(text: string, position = 0) {
    this.text = text;
    this.position = position;
  }

  get done(): boolean {
    return this.position >= this.text.length;
  }

  /** The character here, `""` at the end. */
  get here(): string {
    return this.text.charAt(this.position);
  }

  /** Whether the text goes on with this. */
  sees(expected: string): boolean {
    return this.text.startsWith(expected, this.position);
  }

  /** Steps over this text if it comes next. */
  take(expected: string): boolean {
    if (!this.sees(expected)) return false;
    this.position += expected.length;
    return true;
  }

  /** Steps over what the sticky pattern matches here, and returns it. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  skipSpace(): void {
    while (!this.done && /\s/.test(this.here)) this.position += 1;
  }

  /** Steps over this text. @throws ExpressionSyntaxError where something else comes. */
  expect(expected: string): void {
    if (!this.take(expected)) throw this.fault(`Expected "${expected}"`);
  }

  /** The error for what comes here: `expected` begins the sentence. */
  fault(expected: string): ExpressionSyntaxError {
    const found = this.done
      ? "the end"
      : JSON.stringify(this.text.slice(this.position, this.position + 20));
    return new ExpressionSyntaxError(
      `${expected} at position ${this.position} of ${quote(this.text)}, got ${found}.`,
      this.text,
      this.position,
    );
  }
}

function quote(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
