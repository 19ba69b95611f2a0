import { describe, InvalidArgumentError } from "../../shared/errors.js";
import type { Site } from "./site.js";

/**
 * Where the work of some Tasks is done: `aws` is AWS itself, as the SDK's own settings in this
 * process lead there; an object names an endpoint that answers as AWS does, or an account.
 */
export type Route = "aws" | RouteTarget;

export interface RouteTarget {
  /** An emulator's, `http://127.0.0.1:4566`. Default: the service's own on AWS. */
  readonly endpoint?: string;
  /** Default: the engine's. */
  readonly region?: string;
  /** Of the AWS configuration files. Default: with an endpoint any credentials, else the SDK's own chain. */
  readonly profile?: string;
}

/**
 * Routes by what Tasks name: the name or ARN of a function, the ARN of a resource or its end
 * (`sqs:sendMessage`), each with `*` for any characters: `lambda:*` is all functions.
 */
export type Routes = Readonly<Record<string, Route>>;

/** The route for the first of some names: one that is written out, else the longest pattern. */
export function routeOf(routes: Routes, names: readonly string[]): Route | undefined {
  const exact = names.find((name) => Object.hasOwn(routes, name));
  if (exact !== undefined) return routes[exact];
  const pattern = Object.keys(routes)
    .filter((key) => key.includes("*") && names.some((name) => fits(key, name)))
    .sort((a, b) => b.length - a.length)[0];
  return pattern === undefined ? undefined : routes[pattern];
}

function fits(pattern: string, name: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}

/** What the SDK's client of a route is made with. */
export function clientConfigOf(route: Route, { region: own }: Site): object {
  if (route === "aws") return { region: own };
  const { endpoint, region = own, profile } = route;
  const config = { region, ...(profile === undefined ? {} : { profile }) };
  if (endpoint === undefined) return config;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return {
    ...config,
    endpoint,
    forcePathStyle: true,
    disableHostPrefix: true,
    ...(profile === undefined ? { credentials } : {}),
  };
}

/** Throws InvalidArgumentError for what is no route. */
export function checkRoutes(routes: Routes): Routes {
  for (const [key, route] of Object.entries(routes)) {
    const path = `routes[${JSON.stringify(key)}]`;
    if (route === "aws") continue;
    if (typeof route !== "object" || route === null) {
      throw refused(path, '"aws" or { endpoint, region, profile }', route);
    }
    const { endpoint } = route;
    if (endpoint !== undefined && !(typeof endpoint === "string" && URL.canParse(endpoint))) {
      throw refused(`${path}.endpoint`, "a URL, such as http://127.0.0.1:4566", endpoint);
    }
    const unknown = Object.keys(route).find(
      (name) => !["endpoint", "region", "profile"].includes(name),
    );
    if (unknown !== undefined) {
      throw refused(path, "an object of endpoint, region and profile", unknown);
    }
  }
  return routes;
}

function refused(option: string, expected: string, got: unknown): InvalidArgumentError {
  return new InvalidArgumentError(
    `Expected the "${option}" option to be ${expected}, got ${describe(got)}`,
  );
}
