import { createRequire, register } from "node:module";
import { dirname } from "node:path";

/** Imports a module again and again, each time as it stands in the files. */
export interface ModuleReloader {
  /** Imports it and all that it imports, but for packages. */
  load(): Promise<Readonly<Record<string, unknown>>>;
  /** The folders of the files that were imported at any time. */
  readonly folders: ReadonlySet<string>;
}

/**
 * What Node imports by itself, it keeps for ever: the hook gives its files another address each time.
 * What jiti reads (TypeScript), it keeps like `require`, from where it is deleted.
 */
export async function moduleReloader(path: string): Promise<ModuleReloader> {
  const { createJiti } = await import("jiti");
  const jiti = createJiti(import.meta.url, { interopDefault: false });
  const { cache } = createRequire(import.meta.url);
  const generation = new Int32Array(new SharedArrayBuffer(4));
  const data = { generation, own: new URL("../", import.meta.url).href };
  register(`data:text/javascript,${encodeURIComponent(HOOK)}`, { data });

  const folders = new Set([dirname(path)]);
  let loaded: readonly string[] = [];
  return {
    folders,
    async load() {
      for (const file of loaded) delete cache[file];
      Atomics.add(generation, 0, 1);
      const before = new Set(Object.keys(cache));
      try {
        return await jiti.import<Record<string, unknown>>(path);
      } finally {
        loaded = Object.keys(cache).filter((file) => !before.has(file) && isOwn(file));
        for (const file of loaded) folders.add(dirname(file));
      }
    },
  };
}

function isOwn(file: string): boolean {
  return !/[\\/]node_modules[\\/]/.test(file);
}

/** It runs in a thread of its own, which sees the generation as it is when it is asked. */
const HOOK = `
let generation, own;
export function initialize(data) { ({ generation, own } = data); }
export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  const { url } = resolved;
  const isAnother = !url.startsWith("file:") || url.includes("/node_modules/") || url.startsWith(own);
  if (isAnother) return resolved;
  return { ...resolved, url: url + (url.includes("?") ? "&" : "?") + "reload=" + Atomics.load(generation, 0) };
}
`;
