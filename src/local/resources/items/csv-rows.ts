/** Cuts text into rows of fields, as the text comes. */
export interface CsvRows {
  /** The rows that end in this piece of the text. */
  push(piece: string): string[][];
  /** The row that ends with the text; none when a line end was the last. */
  end(): string[][];
}

/**
 * Rows as Step Functions reads them: fields in quotes may hold delimiters, line ends and doubled
 * quotes; a backslash escapes a backslash, a quote and the delimiter, and is dropped before anything else:
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html.
 */
export function csvRows(delimiter: string): CsvRows {
  let rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  /** What was seen and depends on what follows it: a quote within quotes, a backslash, a carriage return. */
  let open: '"' | "\\" | "\r" | undefined;

  const endField = () => {
    row.push(field);
    field = "";
  };
  const endRow = () => {
    endField();
    rows.push(row);
    row = [];
  };

  /** Settles what was open; tells whether the character was part of it. */
  function settle(character: string): boolean {
    const was = open;
    open = undefined;
    if (was === "\\") {
      if (character !== "\\" && character !== '"' && character !== delimiter) return false;
      field += character;
      return true;
    }
    if (was === '"') {
      quoted = character === '"';
      if (quoted) field += character;
      return quoted;
    }
    if (was === "\r" && character !== "\n") field += was;
    return false;
  }

  function take(character: string): void {
    if (open !== undefined && settle(character)) return;
    if (character === "\\") open = "\\";
    else if (quoted) {
      if (character === '"') open = '"';
      else field += character;
    } else if (character === '"' && field === "") quoted = true;
    else if (character === delimiter) endField();
    else if (character === "\n") endRow();
    else if (character === "\r") open = "\r";
    else field += character;
  }

  const taken = () => {
    const ended = rows;
    rows = [];
    return ended;
  };

  return {
    push(piece) {
      for (const character of piece) take(character);
      return taken();
    },
    end() {
      if (open === "\r") field += open;
      if (field !== "" || row.length > 0) endRow();
      return taken();
    },
  };
}
