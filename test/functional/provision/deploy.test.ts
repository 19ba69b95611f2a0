import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { IAM_ACTIONS } from "../../../src/provision/iam-actions.js";
import { noise, putAsPython, uniqueNamespace, useStores } from "../fixture.js";
import { inspect, setStage } from "./stage.js";

const folder = new URL("../../../deploy/", import.meta.url);
const readText = (name: string) => readFileSync(new URL(name, folder), "utf8");

interface Policy {
  readonly Statement: readonly {
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
  }[];
}

/** `action on resource`, for each pair that a policy allows. */
function allowedBy(name: string): string[] {
  const { Statement } = JSON.parse(readText(name)) as Policy; // checked by what the tests expect
  return Statement.flatMap(({ Action, Resource }) =>
    [Action]
      .flat()
      .flatMap((action) =>
        [Resource].flat().map((resource) => `${action} on ${resource.replace(/^.*?(?=\/|$)/, "")}`),
      ),
  ).sort();
}

/** The IAM actions whose names are not the requests'. */
const ACTIONS: Readonly<Record<string, string>> = { DeleteObjects: "DeleteObject" };

const stores = useStores();

describe("the policies", () => {
  test("allow exactly what the client sends", async () => {
    const { client, dynamodb, s3 } = await stores.clientBehindProxy({ compression: "none" });
    const sent = () =>
      [
        ...dynamodb.requests.map(({ operation }) => `dynamodb:${operation} on /state-data`),
        ...s3.requests.map(({ operation, bucket = "", key = "" }) => {
          expect(bucket).toBe(stores.bucket);
          const prefix = operation === "DeleteObjects" ? "state-data" : key.split("/")[0];
          return `s3:${ACTIONS[operation] ?? operation} on /${prefix}/*`;
        }),
      ].filter((line, index, all) => all.indexOf(line) === index);

    const large = noise(100_000);
    const item = await client.putItem("item", { some: "data" });
    const big = await client.putItem("big", large);
    const list = await client.putItems("list", [1, large, 3]);
    await client.putItem(list, 4, { index: 0 });
    const written = sent();
    dynamodb.reset();
    s3.reset();

    expect(await client.getItem(item)).toEqual({ some: "data" });
    expect(await client.getItem("big")).toBe(large);
    expect(await client.getItems(list)).toEqual([4, large, 3]);
    expect(await client.getItems("list")).toEqual([4, large, 3]);
    for await (const value of client.iterateItems(list)) expect(value).toBeDefined();
    const namespace = uniqueNamespace();
    await putAsPython(stores, `${namespace}:old`, ['"from Python"']);
    const key = `workflow_state_data/${namespace}/large/0.json`;
    await stores.putObject(key, '"large, from Python"');
    await stores.putRow({
      partition_key: { S: `${namespace}:large` },
      sort_key: { N: "0" },
      expires_at: { N: String(Math.floor(Date.now() / 1_000) + 86_400) },
      s3_key: { S: key },
    });
    const location = (name: string) => ({
      table_name: stores.table,
      partition_key: `${namespace}:${name}`,
    });
    expect(await client.getGlobalItem(location("old"))).toBe("from Python");
    expect(await client.getGlobalItem(location("large"))).toBe("large, from Python");
    const read = sent();
    dynamodb.reset();
    s3.reset();

    await client.deleteItems("list");
    await client.deleteItems(big);
    await client.deleteItems("item");
    await client.deleteGlobalItems(location("large"));
    const deleted = sent();
    expect(await stores.objectKeys(`workflow_state_data/${namespace}`)).toEqual([]);

    expect(read.sort()).toEqual(allowedBy("reader-policy.json"));
    const all = new Set([...written, ...read, ...deleted]);
    all.add("s3:DeleteObject on /workflow_state_data/*"); // named in the body of DeleteObjects
    expect([...all].sort()).toEqual(allowedBy("writer-policy.json"));
  });

  test("allow exactly what provisioning sends", () => {
    const actions = new Set<string>([...Object.values(IAM_ACTIONS), "dynamodb:TagResource"]);
    expect(allowedBy("provisioner-policy.json").map((line) => line.split(" ")[0])).toEqual(
      [...actions].sort(),
    );
  });
});

/** What a template says, with its functions worked out for the names and parameters given. */
function resolve(value: unknown, names: Readonly<Record<string, string | number>>): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, names));
  if (typeof value !== "object" || value === null) return value;
  const [[name, argument] = ["", undefined], ...others] = Object.entries(value);
  if (others.length === 0 && name === "Ref") return names[String(argument)];
  if (others.length === 0 && name === "Fn::Sub") {
    return String(argument).replace(/\$\{([^}]+)\}/g, (_, variable) => String(names[variable]));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, resolve(member, names)]),
  );
}

describe("the CloudFormation template", () => {
  interface Template {
    readonly Parameters: Readonly<Record<string, { readonly Default: string | number }>>;
    readonly Resources: Readonly<
      Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>
    >;
    readonly Outputs: Readonly<Record<string, object>>;
  }
  const template = JSON.parse(readText("state-data.cloudformation.json")) as Template;

  test("makes what ensureStateDataStore makes", async () => {
    const stage = await setStage();
    await stage.ensure();
    const made = await inspect(stage);
    const { StateDataTable, StateDataBucket, StateDataBucketPolicy } = resolve(template.Resources, {
      "AWS::Partition": "aws",
      StateDataBucket: stage.bucket,
      ObjectExpirationDays: Number(template.Parameters.ObjectExpirationDays?.Default),
    }) as Template["Resources"]; // the same shape
    const table = StateDataTable?.Properties;
    expect({
      KeySchema: table?.KeySchema,
      AttributeDefinitions: table?.AttributeDefinitions,
      BillingMode: table?.BillingMode,
      TableStatus: "ACTIVE",
    }).toEqual(made.table);
    expect(table?.TimeToLiveSpecification).toEqual({
      AttributeName: made.timeToLive?.AttributeName,
      Enabled: true,
    });
    const bucket = StateDataBucket?.Properties;
    expect(bucket?.PublicAccessBlockConfiguration).toEqual(made.publicAccessBlock);
    expect(bucket?.OwnershipControls).toEqual(made.ownership);
    expect(StateDataBucketPolicy?.Properties.PolicyDocument).toEqual(made.policy);
    // CloudFormation spells three of the rule's fields in its own way.
    const [{ ID, Filter, Expiration, ...rest } = {}] = made.rules ?? [];
    expect(bucket?.LifecycleConfiguration).toEqual({
      Rules: [{ Id: ID, Prefix: Filter?.Prefix, ExpirationInDays: Expiration?.Days, ...rest }],
    });
    expect(Object.keys({ ...table, ...bucket }).sort()).toEqual([
      "AttributeDefinitions",
      "BillingMode",
      "BucketName",
      "KeySchema",
      "LifecycleConfiguration",
      "OwnershipControls",
      "PublicAccessBlockConfiguration",
      "TableName",
      "TimeToLiveSpecification",
    ]);
  });

  test("keeps the data of running executions when the stack goes", () => {
    for (const resource of Object.values(template.Resources)) {
      expect(resource).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
    }
  });

  test("refers to nothing that it does not have", () => {
    const text = JSON.stringify(template);
    const known = new Set([
      ...Object.keys(template.Parameters),
      ...Object.keys(template.Resources),
      "AWS::NoValue",
      "AWS::Partition",
    ]);
    const names = [...text.matchAll(/"Ref":"([^"]+)"|\$\{([^}]+)\}|"Fn::GetAtt":\["([^"]+)"/g)].map(
      ([, reference, variable, attribute]) => reference ?? variable ?? attribute ?? "",
    );
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) expect(known).toContain(name);
  });
});

describe("the CDK construct", () => {
  // What it makes is compared with the template by scripts/check-deploy.ts, which has the CDK.
  const code = readText("cdk/state-data-store.ts");

  test("is TypeScript", () => {
    const { diagnostics } = ts.transpileModule(code, { reportDiagnostics: true });
    expect(code).toContain("class StateDataStore");
    expect(diagnostics).toEqual([]);
  });

  test("has the names of the template, and the actions of the writer's policy", () => {
    for (const name of [
      "partition_key",
      "sort_key",
      "expires_at",
      "sfn-task-tools-state-data",
      "state-data/",
      "SfnTaskToolsDenyInsecureTransport",
    ]) {
      expect(readText("state-data.cloudformation.json")).toContain(`"${name}"`);
      expect(code).toContain(`"${name}"`);
    }
    const actions = [...code.matchAll(/"((?:dynamodb|s3):\w+)"/g)].map(([, action]) => action);
    const allowed = allowedBy("writer-policy.json").map((line) => line.split(" ")[0]);
    expect(new Set(actions)).toEqual(new Set(allowed));
  });
});
