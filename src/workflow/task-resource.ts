import type { ActivityReference } from "./activity-reference.js";
import { type ArnOptions, arnOf, integrationArn } from "./arns.js";
import { envelope, whole } from "./envelope.js";
import type { Fields } from "./fields.js";
import type { Handler, LambdaFunction, LambdaIntegration } from "./lambda-function.js";
import type { NestedExecution, NestedPattern } from "./nested-execution.js";
import type { ServiceIntegration } from "./service-integration.js";

type ResourceKind =
  | Pick<LambdaFunction<Handler, LambdaIntegration>, "kind" | "name" | "integration" | "envelope">
  | ActivityReference
  | Pick<NestedExecution<never, unknown, NestedPattern>, "kind" | "machine" | "pattern">
  | Pick<ServiceIntegration, "kind" | "action" | "pattern">;

/** What a Task runs; a text is the ARN of any resource, with which the Task's fields go as they are. */
export type TaskResource = string | ResourceKind;

/** What a Task runs, as types see it. */
export interface Running<Run = unknown> {
  readonly run?: Run;
}

interface Surroundings {
  readonly language: "JSONPath" | "JSONata";
  readonly inIteration: boolean;
  readonly arns: ArnOptions;
}

type Write<Kind extends ResourceKind["kind"]> = (
  resource: Extract<ResourceKind, { readonly kind: Kind }>,
  fields: Fields,
  around: Surroundings,
) => Fields;

const WRITE: { readonly [Kind in ResourceKind["kind"]]: Write<Kind> } = {
  lambda(resource, fields, around) {
    const { name, integration } = resource;
    const arn = () => arnOf({ kind: "lambda", name }, around.arns);
    const hasToken = integration === "invoke.waitForTaskToken";
    const payload = resource.envelope
      ? envelope(sent(fields, around), { ...around, hasToken })
      : undefined;
    if (integration === "function") {
      return { Resource: arn(), ...(payload === undefined ? {} : sending(payload, around)) };
    }
    const { region, account, arnOf: stated } = around.arns;
    // The integration takes a name as well: nothing of the account has to be known.
    const isNamed = stated === undefined && (region === undefined || account === undefined);
    const isJsonata = around.language === "JSONata";
    const call = {
      FunctionName: isNamed ? name : arn(),
      ...whole("Payload", payload ?? sent(fields, around), isJsonata),
    };
    return {
      Resource: integrationArn(`lambda:${integration}`, around.arns),
      ...sending(call, around),
      ...(hasToken ? {} : unwrapped("Payload", fields, around)),
    };
  },

  activity({ name, arn, heartbeatSeconds, envelope: sends = false }, fields, around) {
    const limit = fields.TimeoutSeconds;
    const beats =
      heartbeatSeconds === undefined ||
      fields.HeartbeatSecondsPath !== undefined ||
      (typeof limit === "number" && limit <= heartbeatSeconds) // a heartbeat is shorter than the task
        ? {}
        : { HeartbeatSeconds: heartbeatSeconds };
    const payload = () => envelope(sent(fields, around), { ...around, hasToken: false });
    return {
      Resource: arn ?? arnOf({ kind: "activity", name }, around.arns),
      ...beats,
      ...(sends ? sending(payload(), around) : {}),
    };
  },

  execution({ machine, pattern }, fields, around) {
    const isJsonata = around.language === "JSONata";
    return {
      Resource: integrationArn(`states:startExecution${ending(pattern)}`, around.arns),
      ...sending(
        {
          StateMachineArn: arnOf({ kind: "stateMachine", name: machine }, around.arns),
          ...whole("Input", sent(fields, around), isJsonata),
        },
        around,
      ),
      ...(pattern === "sync:2" ? unwrapped("Output", fields, around) : {}),
    };
  },

  service: ({ action, pattern }, _fields, { arns }) => ({
    Resource: integrationArn(action + ending(pattern), arns),
  }),
};

/** The fields of a Task on a resource. */
export function writeResource(
  resource: TaskResource,
  fields: Fields,
  around: Surroundings,
): Fields {
  if (typeof resource === "string") return { Resource: resource, ...fields };
  // The kind of the resource picks the function that takes it.
  const write = WRITE[resource.kind] as Write<ResourceKind["kind"]>;
  const { HeartbeatSeconds, ...written } = write(resource, fields, around);
  return { ...(HeartbeatSeconds === undefined ? {} : { HeartbeatSeconds }), ...fields, ...written };
}

function sent(fields: Fields, { language }: Surroundings): unknown {
  return language === "JSONata" ? fields.Arguments : fields.Parameters;
}

function sending(payload: Fields, { language }: Surroundings): Fields {
  return language === "JSONata" ? { Arguments: payload } : { Parameters: payload };
}

/** Lets the state give a part of the result alone, where the user said nothing of its output. */
function unwrapped(part: string, fields: Fields, { language }: Surroundings): Fields {
  const isStated = ["OutputPath", "Output", "ResultPath", "ResultSelector"].some(
    (name) => fields[name] !== undefined,
  );
  if (isStated) return {};
  return language === "JSONata"
    ? { Output: `{% $states.result.${part} %}` }
    : { OutputPath: `$.${part}` };
}

function ending(pattern: string): string {
  return pattern === "none" ? "" : `.${pattern}`;
}
