/** One place where what is registered is not what it should be. */
export interface Difference {
  /** `definition.States.Add.Resource`, `roleArn`, … */
  readonly path: string;
  /** undefined where there is nothing. */
  readonly registered: unknown;
  readonly wanted: unknown;
}

/** Where two JSON values differ, the outermost places first; order of keys does not count. */
export function differences(registered: unknown, wanted: unknown, path: string): Difference[] {
  if (isRecord(registered) && isRecord(wanted)) {
    const keys = new Set([...Object.keys(registered), ...Object.keys(wanted)]);
    return [...keys].flatMap((key) =>
      differences(own(registered, key), own(wanted, key), memberPath(path, key)),
    );
  }
  if (Array.isArray(registered) && Array.isArray(wanted)) {
    const length = Math.max(registered.length, wanted.length);
    return Array.from({ length }, (_, index) =>
      differences(registered[index], wanted[index], `${path}[${index}]`),
    ).flat();
  }
  return Object.is(registered, wanted) || (registered === 0 && wanted === 0)
    ? []
    : [{ path, registered, wanted }];
}

/** As people read it: a line for each, `~` changed, `+` new, `-` gone. */
export function formatDifferences(list: readonly Difference[]): string {
  return list
    .map(({ path, registered, wanted }) => {
      if (registered === undefined) return `+ ${path}: ${shown(wanted)}`;
      if (wanted === undefined) return `- ${path}: ${shown(registered)}`;
      return `~ ${path}: ${shown(registered)} -> ${shown(wanted)}`;
    })
    .join("\n");
}

const SHOWN_CHARACTERS = 100;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

function memberPath(path: string, key: string): string {
  return /^[\w$-]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** Not what an object inherits: a state may be named "constructor". */
function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
