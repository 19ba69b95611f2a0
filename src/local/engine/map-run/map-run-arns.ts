import { randomUUID } from "node:crypto";
import type { Run } from "../run.js";
import type { MapRun } from "./map-run-document.js";

/** The ARN of a Map's run. */
export function mapRunArn(run: Run, label: string): string {
  return `${prefixOf(run)}:mapRun:${run.machine.name}/${label}:${randomUUID()}`;
}

/** The ARN of a child that is to begin; never the same twice. */
export function childArn(run: Run, { label, childType }: MapRun): string {
  const machine = `${run.machine.name}/${label}`;
  const name = randomUUID();
  return childType === "EXPRESS"
    ? `${prefixOf(run)}:express:${machine}:${name}:${randomUUID()}`
    : `${prefixOf(run)}:execution:${machine}:${name}`;
}

function prefixOf({ arn }: Run): string {
  return arn.split(":", 5).join(":");
}
