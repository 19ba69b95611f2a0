import { relative } from "node:path";
import { watch } from "chokidar";

/** Milliseconds in which changes count as one: editors write a file in several steps. */
const TOGETHER = 100;

/**
 * Resolves when it looks; then calls with the files that changed in folders, not in those below
 * them, never twice at a time.
 *
 * @param folders looked at again after each call: there may be more by then.
 */
export async function watchFolders(
  folders: ReadonlySet<string>,
  onChange: (files: readonly string[]) => Promise<void>,
): Promise<{ close(): Promise<void> }> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const tell = async () => {
    const files = [...changed].map((file) => relative(process.cwd(), file));
    changed.clear();
    if (files.length > 0) await onChange(files);
    watcher.add([...folders]);
  };
  const watcher = watch([...folders], {
    depth: 0,
    ignoreInitial: true,
    ignored: (path, stats) => stats?.isFile() === true && !/\.(?:[cm]?[jt]sx?|json)$/.test(path),
  });
  watcher.on("all", (event, file) => {
    if (event === "addDir" || event === "unlinkDir") return;
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(tell);
    }, TOGETHER);
  });
  // What changes before it is ready, nobody would see.
  await new Promise<void>((resolve) => {
    watcher.once("ready", () => resolve());
  });
  return {
    async close(): Promise<void> {
      clearTimeout(timer);
      await watcher.close();
      await running;
    },
  };
}
