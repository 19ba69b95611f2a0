import { randomUUID } from "node:crypto";
import type { JsonValue } from "../../shared/json.js";
import { TaskFailure } from "../engine/index.js";
import { findFunction, functionNameOf, type LocalFunctions } from "./functions.js";
import { type Invocation, invoke } from "./invoke.js";
import type { RoutedServices } from "./routed.js";
import { type Route, type Routes, routeOf } from "./routes.js";
import { optimizedFailure } from "./sdk-failure.js";
import type { Site } from "./site.js";

/** The Lambda functions that there are: those of this process and behind URLs, then those on routes. */
export class LambdaFunctions {
  readonly #functions: LocalFunctions;
  readonly #routes: Routes;
  readonly #routed: RoutedServices;
  readonly #site: Site;

  constructor(functions: LocalFunctions, routes: Routes, routed: RoutedServices, site: Site) {
    this.#functions = functions;
    this.#routes = routes;
    this.#routed = routed;
    this.#site = site;
  }

  /** The route of a function that is not given; undefined when it has none. */
  routeOf(reference: string): Route | undefined {
    if (findFunction(this.#functions, reference, this.#site) !== undefined) return undefined;
    const name = functionNameOf(reference);
    const names = [reference, ...(name === undefined ? [] : [name]), "lambda:invoke"];
    return routeOf(this.#routes, names);
  }

  has(reference: string): boolean {
    const found = findFunction(this.#functions, reference, this.#site);
    return found !== undefined || this.routeOf(reference) !== undefined;
  }

  /** Runs a function. Rejects with TaskFailure, also when there is none. */
  async invoke(reference: string, event: JsonValue, signal: AbortSignal): Promise<Invocation> {
    const found = findFunction(this.#functions, reference, this.#site);
    if (found !== undefined) return invoke(found, event, signal);
    const route = this.routeOf(reference);
    if (route === undefined) throw new TaskFailure(notFound(arnOf(reference, this.#site)));
    return this.#invokeOn(route, reference, event, signal);
  }

  async #invokeOn(
    route: Route,
    FunctionName: string,
    event: JsonValue,
    signal: AbortSignal,
  ): Promise<Invocation> {
    const lambda = this.#routed.service("lambda", route);
    let answer: JsonValue;
    try {
      answer = await lambda.call("invoke", { FunctionName, Payload: textOf(event) }, signal);
    } catch (error) {
      throw new TaskFailure(optimizedFailure("lambda", error));
    }
    const { Payload = "null", FunctionError } = answer as Readonly<Record<string, JsonValue>>; // Lambda answers an object
    const text = String(Payload);
    if (FunctionError !== undefined) {
      const { errorType = "Lambda.Unknown" } = (parsed(text) ?? {}) as { errorType?: unknown }; // looked at below
      throw new TaskFailure({ error: String(errorType), cause: text });
    }
    return { requestId: randomUUID(), payload: parsed(text) };
  }
}

function textOf(event: JsonValue): string {
  return JSON.stringify(event);
}

function parsed(text: string): JsonValue {
  try {
    return text === "" ? null : (JSON.parse(text) as JsonValue); // from JSON
  } catch {
    return text;
  }
}

function arnOf(reference: string, { partition, region, account }: Site): string {
  return reference.startsWith("arn:")
    ? reference
    : `arn:${partition}:lambda:${region}:${account}:function:${reference}`;
}

function notFound(arn: string) {
  return {
    error: "Lambda.ResourceNotFoundException",
    cause: `Function not found: ${arn}:$LATEST (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ${randomUUID()}; Proxy: null)`,
  };
}
