import { errorAnswer } from "./answers.js";
import type { Fault, Service } from "./exchange.js";

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export interface AfterOption {
  /** Let the request take effect in the store first. Default false: it never gets there. */
  readonly after?: boolean;
}

/** Refuses for too many requests: ProvisionedThroughputExceededException from DynamoDB, 503 SlowDown from S3. */
export function throttle(): Fault {
  return refusal("throttle", {
    dynamodb: {
      status: 400,
      code: "ProvisionedThroughputExceededException",
      message:
        "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
    },
    s3: { status: 503, code: "SlowDown", message: "Please reduce your request rate." },
  });
}

/** Refuses for lack of permission: 400 AccessDeniedException from DynamoDB, 403 AccessDenied from S3. */
export function denied(): Fault {
  const message = "User: arn:aws:iam::123456789012:user/test is not authorized to perform this";
  return refusal("denied", {
    dynamodb: { status: 400, code: "AccessDeniedException", message },
    s3: { status: 403, code: "AccessDenied", message: "Access Denied" },
  });
}

/** Answers that the service failed, with status 500 unless told. With `after`, the request took effect all the same. */
export function serverError(status = 500, options: AfterOption = {}): Fault {
  const message = "We encountered an internal error. Please try again.";
  const unavailable = status === 503;
  return refusal(
    `serverError(${status})`,
    {
      dynamodb: {
        status,
        code: unavailable ? "ServiceUnavailable" : "InternalServerError",
        message,
      },
      s3: { status, code: unavailable ? "ServiceUnavailable" : "InternalError", message },
    },
    options,
  );
}

/** Answers 409 ConditionalRequestConflict, as S3 does when two conditional puts race. */
export function conflict409(): Fault {
  return refusal("conflict409", {
    s3: {
      status: 409,
      code: "ConditionalRequestConflict",
      message: "The conditional request cannot succeed due to a conflicting operation.",
    },
  });
}

/** Answers 412 PreconditionFailed, as S3 does to `If-None-Match: *` on an object that is there. */
export function precondition412(options: AfterOption = {}): Fault {
  return refusal(
    "precondition412",
    {
      s3: {
        status: 412,
        code: "PreconditionFailed",
        message: "At least one of the pre-conditions you specified did not hold",
      },
    },
    options,
  );
}

function refusal(
  name: string,
  refusals: { readonly [service in Service]?: Refusal },
  { after = false }: AfterOption = {},
): Fault {
  const [only, ...others] = Object.keys(refusals) as Service[]; // keys of the mapped type above
  return {
    name: after ? `${name} after` : name,
    ...(only !== undefined && others.length === 0 && { service: only }),
    async apply(exchange, next) {
      if (after) await next(exchange);
      const refusal = refusals[exchange.service];
      if (refusal === undefined) throw new Error(`Expected a ${only} request for ${name}`);
      return errorAnswer(exchange, refusal.status, refusal.code, refusal.message);
    },
  };
}
