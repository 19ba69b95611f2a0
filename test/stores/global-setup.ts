import type { TestProject } from "vitest/node";
import type { RunningStores, StoresKind } from "./kinds.js";

/** Loaded when chosen: testcontainers is heavy, and a kind that is broken must not stop the others. */
const load = {
  endpoint: () => import("./endpoint.js"),
  docker: () => import("./docker.js"),
  java: () => import("./java.js"),
  embedded: () => import("./embedded.js"),
} satisfies Record<StoresKind, () => Promise<{ start(): Promise<RunningStores> }>>;

/** Starts the project's kind of stores once for all its test files; the function returned stops them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kind = project.getProvidedContext().storesKind;
  const { start } = await load[kind]();
  const stores = await start();
  project.provide("stores", { kind, dynamodb: stores.dynamodb, s3: stores.s3 });
  return () => stores.close();
}
