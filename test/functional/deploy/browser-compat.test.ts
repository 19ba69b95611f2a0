import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SFNClient } from "@aws-sdk/client-sfn";
import bcd from "@mdn/browser-compat-data/forLegacyNode";
import { StepFunctions } from "sfn-task-tools/execution";
import { startLocal } from "sfn-task-tools/local";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import * as handlers from "../../../examples/browser-compat/handlers.js";
import { buildDeployment } from "../../../scripts/deploy/build.js";
import { factsOf } from "../../../scripts/deploy/facts.js";
import { flatten, readTemplate, referencesIn } from "../../../scripts/deploy/template.js";
import { type FaultProxy, startFaultProxy } from "../../faults/index.js";
import { testStores } from "../../stores/inject.js";
import { noise, useStores } from "../fixture.js";
import { startWarmFunctions } from "./warm-functions.js";

const STACK = "browser-compat";
const file = fileURLToPath(
  new URL("../../../deploy/browser-compat/template.yaml", import.meta.url),
);
const names = Object.keys(handlers);
const template = flatten(file);

let build: string;
let definition: string;
beforeAll(async () => {
  build = await mkdtemp(join(tmpdir(), "deploy-"));
  await buildDeployment(build);
  definition = await readFile(join(build, "state-machine.asl.json"), "utf8");
});
afterAll(() => rm(build, { recursive: true }));

const facts = () => factsOf(template, STACK, definition);

describe("the template", () => {
  const stacks = [file, join(dirname(file), "../state-data.cloudformation.json")];

  test.each(stacks)("refers to what it has, and to attributes that there are: %s", (path) => {
    const { Resources, Parameters = {}, Globals, Outputs, Conditions } = readTemplate(path);
    const references = [Resources, Globals, Outputs, Conditions].flatMap(referencesIn);
    expect(references.length).toBeGreaterThan(5);
    for (const { name, attribute } of references) {
      if (/^AWS::(?:NoValue|Partition|Region|AccountId|StackName)$/.test(name)) continue;
      const resource = Resources[name];
      if (attribute === undefined) {
        expect({ ...Parameters, ...Resources }).toHaveProperty([name]);
      } else if (resource?.Type === "AWS::CloudFormation::Stack") {
        const nested = join(dirname(path), String(resource.Properties?.TemplateURL));
        const outputs = Object.keys(readTemplate(nested).Outputs ?? {});
        expect(outputs.map((output) => `Outputs.${output}`)).toContain(attribute);
      } else {
        expect(resource, name).toBeDefined();
        expect(attribute).toBe("Arn");
      }
    }
  });

  test("puts the function's ARN into each state of the definition, and nothing is left to put in", () => {
    const { machine } = facts();
    expect(machine.definition).toBe(definition.replace(/\$\{(\w+)Arn\}/g, "<function $1.Arn>"));
    expect(machine.definition).not.toMatch(/\$\{|\d{12}/);
    const [given] = Object.values(readTemplate(file).Resources);
    expect(Object.keys(given?.Properties?.DefinitionSubstitutions ?? {}).sort()).toEqual(
      [...definition.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name).sort(),
    );
  });

  test("takes the definition and the code from where they are built", async () => {
    for (const { Type, Properties = {} } of Object.values(template.Resources)) {
      const { CodeUri, DefinitionUri = CodeUri } = Properties;
      if (!Type.startsWith("AWS::Serverless::")) continue;
      expect(DefinitionUri).toMatch(/^build\//);
      expect(existsSync(join(build, String(DefinitionUri).replace(/^build\//, "")))).toBe(true);
    }
    const code = await readFile(join(build, "functions/index.mjs"), "utf8");
    expect(code).not.toContain("Dynamic require of"); // which fails at node:https: on AWS, and not here
    const bundle: object = await import(join(build, "functions/index.mjs"));
    expect(Object.keys(bundle).sort()).toEqual(names.sort());
    expect(Object.keys(facts().functions).sort()).toEqual(names.sort());
  });

  test("lets nobody do anything to everything", () => {
    const { functions, machine } = facts();
    const roles = [machine.role, ...Object.values(functions).map(({ role }) => role)];
    for (const line of roles.flatMap(({ allows }) => allows)) {
      expect(line).toMatch(/^[a-z0-9]+:[A-Za-z]+ on (?:<[^>]+\.Arn>|arn:)/);
      expect(line).not.toMatch(/^managed|:\* on| on \*|:\*:/);
    }
    const states = "arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine";
    expect(machine.role.trusts).toEqual([
      expect.objectContaining({
        Principal: { Service: "states.amazonaws.com" },
        Condition: { ArnEquals: { "aws:SourceArn": `${states}:${machine.name}` } },
      }),
    ]);
  });

  test("lets the machine invoke its functions, and each function write its own log, which ends", () => {
    const { functions, machine } = facts();
    expect(machine.role.allows).toEqual(
      names.map((name) => `lambda:InvokeFunction on <function ${name}.Arn>`).sort(),
    );
    for (const [name, { role, logRetentionDays }] of Object.entries(functions)) {
      expect(role.allows.filter((line) => line.startsWith("logs:"))).toEqual([
        `logs:CreateLogStream on <logs of ${name}.Arn>`,
        `logs:PutLogEvents on <logs of ${name}.Arn>`,
      ]);
      expect(logRetentionDays).toBe(30);
      expect(role.trusts).toMatchObject([{ Principal: { Service: "lambda.amazonaws.com" } }]);
    }
  });

  test("tells each function its table and bucket", () => {
    for (const { environment } of Object.values(facts().functions)) {
      expect(environment).toEqual({ SFN_DATA_TABLE: "<table>", SFN_DATA_S3_BUCKET: "<bucket>" });
    }
  });
});

const stores = useStores();

/** A few of the web APIs, one of them too large for a row, and all of CSS and JavaScript. */
const SAMPLE = {
  __meta: bcd.__meta,
  api: {
    ...Object.fromEntries(Object.entries(bcd.api).slice(0, 12)),
    Large: { __compat: { source_file: "", support: {}, description: noise(200_000) } },
  },
  css: bcd.css,
  javascript: bcd.javascript,
};

/** Runs what is deployed, the definition and the bundle, with proxies that see what each function asks for. */
async function run(flag: "on" | "off") {
  await writeFile(join(build, "functions/data.json"), JSON.stringify(SAMPLE));
  const functions: Record<string, (event: unknown) => Promise<unknown>> = {};
  const local = await startLocal({ functions, clock: "skip" });
  onTestFinished(() => local.close());
  const { dynamodb, s3, kind } = testStores();
  const behind = async (target: string, service: "dynamodb" | "s3") => {
    const proxy = await startFaultProxy({ target, service });
    onTestFinished(() => proxy.close());
    return proxy;
  };
  const proxies = {
    dynamodb: await behind(dynamodb, "dynamodb"),
    s3: await behind(s3, "s3"),
    states: await behind(local.endpoint, "dynamodb"), // it speaks the same protocol
  };
  const account = kind === "endpoint" ? (process.env as Record<string, string>) : {};
  const warm = startWarmFunctions(join(build, "functions/index.mjs"), names, (name) => ({
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "us-east-1",
    ...account,
    AWS_ENDPOINT_URL_DYNAMODB: proxies.dynamodb.endpoint,
    AWS_ENDPOINT_URL_S3: proxies.s3.endpoint,
    AWS_ENDPOINT_URL_SFN: proxies.states.endpoint,
    AWS_SDK_UA_APP_ID: name, // stands in what it sends
    SFN_DATA_TABLE: stores.table,
    SFN_DATA_S3_BUCKET: stores.bucket,
  }));
  onTestFinished(() => warm[Symbol.asyncDispose]());
  Object.assign(functions, warm.handlers);

  const stepFunctions = new StepFunctions({ client: new SFNClient(local.clientConfig()) });
  const substituted = definition.replace(
    /\$\{(\w+)Arn\}/g,
    "arn:aws:lambda:us-east-1:123456789012:function:$1",
  );
  const roleArn = "arn:aws:iam::123456789012:role/any";
  await stepFunctions.register({ name: STACK, definition: substituted }, { roleArn });
  const execution = await stepFunctions.start<{ report: string }>(STACK, { flag });
  const ended = await execution.wait({ throwOnFailure: false });
  return { ended, calls: callsOf(proxies) };
}

/** `function: action on resource`, in the words of the facts. */
function callsOf(proxies: Readonly<Record<"dynamodb" | "s3" | "states", FaultProxy>>): string[] {
  const all = Object.entries(proxies).flatMap(([service, { requests }]) =>
    requests.map(({ headers, operation, key = "", input }) => {
      const [, name] = /\bapp\/(\w+)/.exec(headers["user-agent"] ?? "") ?? [];
      const execution = String(input?.executionArn)
        .replace("arn:aws:states:us-east-1:123456789012:", "")
        .replace(/[^:]+$/, "*");
      const resource = {
        dynamodb: "<table.Arn>",
        s3: `<bucket.Arn>/${key.split("/")[0]}/*`,
        states: `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:${execution}`,
      }[service];
      return `${name}: ${service}:${operation} on ${resource}`;
    }),
  );
  return [...new Set(all)].sort();
}

describe("what is deployed", { timeout: 60_000 }, () => {
  test("runs, and its functions may do exactly what they do", async () => {
    const on = await run("on");
    expect(on.ended).toMatchObject({ status: "SUCCEEDED" });
    expect(on.ended.output?.report).toMatch(/^13 web APIs \([\d,]+ features\)/m);
    const off = await run("off");
    expect(off.ended).toMatchObject({ status: "ABORTED", error: "FeatureDisabled" });

    const allowed = Object.entries(facts().functions).flatMap(([name, { role }]) =>
      role.allows.filter((line) => !line.startsWith("logs:")).map((line) => `${name}: ${line}`),
    );
    expect([...new Set([...on.calls, ...off.calls])].sort()).toEqual(allowed.sort());
  });

  test("is started with the input that stands beside the template", () => {
    const input = readFileSync(join(dirname(file), "input.json"), "utf8");
    expect(JSON.parse(input)).toEqual({ flag: "on" });
  });
});
