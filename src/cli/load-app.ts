import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { InvalidArgumentError } from "../shared/errors.js";
import { APP_SHAPE, type App, readApp } from "./app.js";
import { importModule } from "./import-module.js";

/** A module that cannot be imported: it is not there, or has an error of its own. */
export class AppModuleError extends InvalidArgumentError {}

/** The app that a module exports. @throws InvalidArgumentError that says what is wrong with it. */
export async function loadApp(path: string): Promise<App> {
  const file = await existing(path);
  return appOf(await imported(path, () => importModule(file)), path);
}

/** The path of a file that is there. */
export async function existing(path: string, option = "--app"): Promise<string> {
  const file = resolve(path);
  try {
    await access(file);
  } catch (cause) {
    throw new AppModuleError(`Expected ${option} to name a module, and there is no file ${file}.`, {
      cause,
    });
  }
  return file;
}

/** What the module exports; what it throws, with the place where it threw. */
export async function imported<Module>(path: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    throw new AppModuleError(`Expected ${path} to be a module that loads, got ${faultIn(cause)}`, {
      cause,
    });
  }
}

/** The app among a module's exports. */
export function appOf(exports: Readonly<Record<string, unknown>>, path: string): App {
  if (exports.default !== undefined)
    return readApp(exports.default, `the default export of ${path}`);
  const names = Object.keys(exports);
  const got = names.length === 0 ? "no export" : `exports named ${names.slice(0, 8).join(", ")}`;
  throw new InvalidArgumentError(
    `Expected ${path} to have a default export, got ${got}. The shape is: ${APP_SHAPE}`,
  );
}

/** The error's message and, where it tells, the file and line at fault. */
function faultIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const name = error.name === "Error" ? "" : `${error.name}: `;
  const place = placeIn(error);
  return `${name}${error.message.trim()}${place === undefined ? "" : `\n    at ${place}`}`;
}

/** Of a syntax error, what Node writes above the message; of another, the first frame of a file. */
function placeIn({ stack = "", message }: Error): string | undefined {
  const [first = ""] = stack.split("\n");
  if (/^(?:file:|\/|[A-Z]:\\).*:\d+$/.test(first)) return first;
  const frames = stack.slice(stack.indexOf(message) + message.length).split("\n");
  const frame = frames.find(
    (line) => /^\s+at /.test(line) && !/node:|[\\/]node_modules[\\/]/.test(line),
  );
  return frame === undefined ? undefined : /\(?((?:file:|\/|[A-Z]:\\)[^()]+)\)?$/.exec(frame)?.[1];
}
