import { type Reference, type Resource, type Template, variable } from "./template.js";

/** What a template makes of one Lambda function, and what that function may do. */
export interface FunctionFacts {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly logRetentionDays: unknown;
  readonly role: RoleFacts;
}

export interface RoleFacts {
  readonly trusts: unknown;
  /** `action on resource`, for each pair, sorted. */
  readonly allows: readonly string[];
}

/** What matters of a deployment, in words that do not depend on how the template is written. */
export interface Facts {
  /** By the name of the handler's export. */
  readonly functions: Readonly<Record<string, FunctionFacts>>;
  readonly machine: {
    readonly name: unknown;
    /** With what is substituted in it. */
    readonly definition: string;
    readonly role: RoleFacts;
  };
  readonly store: Readonly<Record<string, unknown>>;
}

const KINDS: Readonly<Record<string, string>> = {
  "AWS::DynamoDB::Table": "table",
  "AWS::S3::Bucket": "bucket",
  "AWS::S3::BucketPolicy": "bucket policy",
  "AWS::Lambda::Function": "function",
  "AWS::Serverless::Function": "function",
  "AWS::Logs::LogGroup": "logs",
  "AWS::StepFunctions::StateMachine": "machine",
  "AWS::Serverless::StateMachine": "machine",
};

/** @param definition the state machine's, where the template has it in a file of its own. */
export function factsOf(template: Template, stackName: string, definition?: string): Facts {
  const { Resources, Parameters = {} } = template;
  const all = Object.entries(Resources);
  const ofKind = (kind: string) => all.filter(([, { Type }]) => KINDS[Type] === kind);
  const labels = new Map(all.map(([id, { Type }]) => [id, KINDS[Type] ?? Type]));
  for (const [id, { Properties }] of ofKind("function")) {
    const name = handlerOf(Properties);
    labels.set(id, `function ${name}`);
    const { LogGroup } = (Properties?.LoggingConfig ?? {}) as { LogGroup?: { Ref: string } };
    if (LogGroup !== undefined) labels.set(LogGroup.Ref, `logs of ${name}`);
  }

  const named = ({ name, attribute }: Reference): unknown => {
    if (name === "AWS::StackName") return stackName;
    if (name === "AWS::NoValue") return undefined;
    if (Object.hasOwn(Parameters, name)) return Parameters[name]?.Default;
    return `<${labels.get(name) ?? name}${attribute === undefined ? "" : `.${attribute}`}>`;
  };
  const tell = (value: unknown): unknown => tellValue(value, named);

  const roleFacts = (role: unknown): RoleFacts => {
    const [id = ""] = (role as { "Fn::GetAtt": [string, string] })["Fn::GetAtt"];
    const {
      AssumeRolePolicyDocument,
      Policies = [],
      ManagedPolicyArns = [],
    } = Resources[id]?.Properties ?? {};
    const attached = all.filter(
      ([, { Type, Properties }]) =>
        Type === "AWS::IAM::Policy" &&
        ((Properties?.Roles ?? []) as { Ref: string }[]).some(({ Ref }) => Ref === id),
    );
    const documents = [
      ...(Policies as unknown[]),
      ...attached.map(([, policy]) => policy.Properties),
    ];
    return {
      trusts: (tell(AssumeRolePolicyDocument) as { Statement: unknown }).Statement,
      allows: [
        ...documents.flatMap((policy) => statementsOf(tell(policy))),
        ...(ManagedPolicyArns as unknown[]).map((arn) => `managed ${JSON.stringify(tell(arn))}`),
      ].sort(),
    };
  };

  const [[, machine] = [undefined, undefined]] = ofKind("machine");
  const { DefinitionSubstitutions = {}, ...given } = machine?.Properties ?? {};
  const substitutions = tell(DefinitionSubstitutions) as Readonly<Record<string, string>>;
  return {
    functions: Object.fromEntries(
      ofKind("function").map(([, { Properties = {} }]) => [
        handlerOf(Properties),
        {
          settings: {
            runtime: Properties.Runtime,
            architectures: Properties.Architectures,
            memory: Properties.MemorySize,
            timeout: Properties.Timeout,
          },
          environment: (tell(Properties.Environment) as { Variables: Record<string, unknown> })
            .Variables,
          logRetentionDays: tell(logsOf(Properties, Resources)?.Properties?.RetentionInDays),
          role: roleFacts(Properties.Role),
        },
      ]),
    ),
    machine: {
      name: tell(given.Name ?? given.StateMachineName),
      definition: (definition ?? String(given.DefinitionString)).replace(
        /\$\{(\w+)\}/g,
        (placeholder, name: string) => substitutions[name] ?? placeholder,
      ),
      role: roleFacts(given.Role ?? given.RoleArn),
    },
    store: Object.fromEntries(
      ["table", "bucket", "bucket policy"].map((kind) => {
        const [[, { Properties, DeletionPolicy, UpdateReplacePolicy } = {} as Resource] = []] =
          ofKind(kind);
        return [kind, { properties: tell(Properties), DeletionPolicy, UpdateReplacePolicy }];
      }),
    ),
  };
}

function handlerOf(properties: Resource["Properties"]): string {
  return String(properties?.Handler).replace(/^index\./, "");
}

function logsOf(properties: Resource["Properties"], resources: Template["Resources"]) {
  const { LogGroup } = (properties?.LoggingConfig ?? {}) as { LogGroup?: { Ref: string } };
  return resources[LogGroup?.Ref ?? ""];
}

/** An ARN may be put together, or asked for. */
const BUCKET = /^arn:<AWS::Partition>:s3:::<bucket>/;

/** A value with CloudFormation's functions worked out, its parameters at their defaults. */
function tellValue(value: unknown, named: (reference: Reference) => unknown): unknown {
  const tell = (part: unknown): unknown => {
    const told = tellValue(part, named);
    return typeof told === "string" ? told.replace(BUCKET, "<bucket.Arn>") : told;
  };
  if (Array.isArray(value)) return value.map(tell).filter((item) => item !== undefined);
  if (typeof value !== "object" || value === null) return value;
  const [[key, argument] = ["", undefined]] = Object.entries(value);
  if (key === "Ref") return named({ name: String(argument) });
  if (key === "Fn::GetAtt") {
    const [name, attribute] = argument as [string, string];
    return named({ name, attribute });
  }
  if (key === "Fn::Sub") {
    return String(argument).replace(/\$\{([^}]+)\}/g, (...match) =>
      String(named(variable(match as unknown as RegExpMatchArray))),
    );
  }
  if (key === "Fn::Join") {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map(tell).join(separator);
  }
  // Names may be given; by default they are not.
  if (key === "Fn::If") return tell((argument as unknown[])[2]);
  if (key === "AWS" && argument === "*") return "*"; // a principal's two spellings
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const told = tell(member);
      return told === undefined ? [] : [[name, told]];
    }),
  );
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

/** `action on resource`; what is more than that is told as well. */
function statementsOf(policy: unknown): string[] {
  const { PolicyDocument } = policy as { PolicyDocument: { Statement: readonly Statement[] } };
  return PolicyDocument.Statement.flatMap(({ Effect, Action, Resource, ...more }) =>
    [Action].flat().flatMap((action) =>
      [Resource].flat().map((resource) => {
        const extra = Object.keys(more).length === 0 ? "" : ` ${JSON.stringify(more)}`;
        return `${Effect === "Allow" ? "" : `${Effect} `}${action} on ${resource}${extra}`;
      }),
    ),
  );
}
