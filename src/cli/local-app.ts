import type { App } from "./app.js";
import { explain } from "./explain.js";
import { appOf, existing, imported, loadApp } from "./load-app.js";
import { type LocalHostOptions, localHost } from "./local-host.js";
import { enterStateData } from "./local-state-data.js";
import { moduleReloader } from "./module-reloader.js";
import { watchFolders } from "./watch-folders.js";

export interface LocalAppOptions extends LocalHostOptions {
  /** Whether the app is loaded again when its files change. */
  readonly watch: boolean;
}

/** The app of the command line, running on a local engine. */
export interface LocalApp extends AsyncDisposable {
  /** What runs, for people. */
  readonly text: readonly string[];
}

/** Loads the app, registers it and starts its workers; without an app, there is nothing to it. */
export async function openLocalApp(options: LocalAppOptions): Promise<LocalApp> {
  const { session, local, watch } = options;
  const { app: path } = session.flags;
  const isEmbedded = path === undefined;
  if (isEmbedded && (await session.app()) === undefined) return NO_APP;

  const environment = await enterStateData(local, session.print);
  const host = await localHost(options);
  try {
    const reloader = !isEmbedded && watch ? await reloaderOf(path) : undefined;
    const app =
      reloader !== undefined
        ? await reloader.load()
        : isEmbedded
          ? await session.app()
          : await loadApp(path);
    await host.apply(app ?? EMPTY);
    const watcher =
      reloader === undefined ? undefined : await watcherOf(options, host.apply, reloader);
    return {
      text: ["", ...host.text(), ...(watcher === undefined ? [] : ["", `Watching ${path}`])],
      async [Symbol.asyncDispose]() {
        await watcher?.close();
        await host.close();
        environment.leave();
      },
    };
  } catch (error) {
    await host.close();
    environment.leave();
    throw error;
  }
}

const EMPTY: App = { stateMachines: [], activities: [], functions: {}, roleArn: undefined };

const NO_APP: LocalApp = {
  text: [],
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

interface AppReloader {
  load(): Promise<App>;
  readonly folders: ReadonlySet<string>;
}

async function reloaderOf(path: string): Promise<AppReloader> {
  const modules = await moduleReloader(await existing(path));
  return {
    folders: modules.folders,
    load: async () => appOf(await imported(path, () => modules.load()), path),
  };
}

/** Loads the app again when a file changes, one time after the other; an error leaves the old one. */
function watcherOf(
  { session }: LocalAppOptions,
  apply: (app: App) => Promise<readonly string[]>,
  reloader: AppReloader,
) {
  const { print } = session;
  const reload = async (files: readonly string[]) => {
    try {
      const changes = await apply(await reloader.load());
      print.note(
        [`Changed: ${files.join(", ")}`, ...changes.map((line) => `  ${line}`)].join("\n"),
      );
    } catch (error) {
      const { message } = explain(error);
      print.note(`Changed: ${files.join(", ")}\nerror: ${message}\nThe app goes on as it was.`);
    }
  };
  return watchFolders(reloader.folders, reload);
}
