/** One finding, as ValidateStateMachineDefinition answers it. */
export interface Diagnostic {
  readonly severity: "ERROR" | "WARNING";
  readonly code: DiagnosticCode;
  readonly message: string;
  /** A JSON pointer to the field at fault; some findings have no place. */
  readonly location?: string;
}

export type DiagnosticCode =
  | "INVALID_JSON_DESCRIPTION"
  | "SCHEMA_VALIDATION_FAILED"
  | "DUPLICATE_STATE_NAME"
  | "MISSING_TRANSITION_TARGET"
  | "MISSING_END_STATE";

/** Collects what is found in a definition. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];

  /** A field that the language does not allow so. */
  schema(message: string, location: string): void {
    this.add("SCHEMA_VALIDATION_FAILED", message, location);
  }

  add(code: DiagnosticCode, message: string, location?: string): void {
    const place = location === undefined ? {} : { location };
    this.diagnostics.push({ severity: "ERROR", code, message, ...place });
  }
}
