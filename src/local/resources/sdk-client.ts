import { createRequire } from "node:module";
import type { JsonValue } from "../../shared/json.js";
import { importOptionalPackage } from "../optional-package.js";
import { fromSdkOutput, toSdkInput } from "./sdk-members.js";

interface SdkClient {
  send(command: object, options: object): Promise<Readonly<Record<string, unknown>>>;
}

/** A service of AWS by its own SDK client. */
export interface SdkService {
  /** What the client's class is called, less `Client`: `SecretsManager`. */
  name(): Promise<string>;
  /** Calls an operation by the action of an integration. Rejects with the SDK's errors. */
  call(action: string, parameters: JsonValue, signal: AbortSignal): Promise<JsonValue>;
}

/** Whether a package can be imported, without importing it. */
export function isInstalled(packageName: string): boolean {
  try {
    createRequire(import.meta.url).resolve(packageName);
    return true;
  } catch {
    return false;
  }
}

/** The service of an SDK package, which is loaded when it is first called. */
export function sdkService(packageName: string, config: () => object): SdkService {
  let loaded: Promise<Loaded> | undefined;
  const load = () => {
    loaded ??= loadSdk(packageName, config);
    return loaded;
  };
  return {
    name: async () => (await load()).name,
    async call(action, parameters, signal) {
      const { module, client } = await load();
      const operation = `${action[0]?.toUpperCase()}${action.slice(1)}`;
      const Command = module[`${operation}Command`] as CommandClass | undefined; // the SDK's naming
      if (Command === undefined) throw new Error(`${packageName} has no operation "${operation}"`);
      const { schema } = new Command({}) as { schema?: unknown }; // absent from older clients
      const command = new Command(toSdkInput(schema, parameters));
      const { $metadata: _, ...answer } = await client.send(command, { abortSignal: signal });
      return fromSdkOutput(schema, await withText(answer));
    },
  };
}

type CommandClass = new (input: object) => object;

interface Loaded {
  readonly name: string;
  readonly module: Readonly<Record<string, unknown>>;
  readonly client: SdkClient;
}

async function loadSdk(packageName: string, config: () => object): Promise<Loaded> {
  const module = (await importOptionalPackage(packageName)) as Readonly<Record<string, unknown>>; // a module
  const className = Object.keys(module).find((name) => /^[A-Z].*Client$/.test(name));
  if (className === undefined) throw new Error(`${packageName} exports no client`);
  const Client = module[className] as new (config: object) => SdkClient; // just found
  return { name: className.replace(/Client$/, ""), module, client: new Client(config()) };
}

/** A body that streams, as the text that an integration tells. */
async function withText(answer: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(answer).map(async ([name, value]) => {
    const streams = typeof value === "object" && value !== null && "transformToString" in value;
    return [name, streams ? await (value as Streaming).transformToString() : value] as const; // just seen
  });
  return Object.fromEntries(await Promise.all(entries));
}

interface Streaming {
  transformToString(): Promise<string>;
}
