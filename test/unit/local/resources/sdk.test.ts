import { describe, expect, test } from "vitest";
import { routeOf } from "../../../../src/local/resources/routes.js";
import {
  javaName,
  optimizedFailure,
  sdkFailure,
  serviceOfError,
} from "../../../../src/local/resources/sdk-failure.js";
import { fromSdkOutput, toSdkInput } from "../../../../src/local/resources/sdk-members.js";
import { sdkPackage } from "../../../../src/local/resources/sdk-packages.js";

test.each([
  ["aws-sdk:kms", "kms"],
  ["aws-sdk:secretsmanager", "secrets-manager"],
  ["aws-sdk:databasemigration", "database-migration-service"],
  ["aws-sdk:route53", "route-53"],
  ["aws-sdk:eventbridge", "eventbridge"],
  ["events", "eventbridge"],
  ["states", "sfn"],
  ["sqs", "sqs"],
])("the package of %s is client-%s", (resourceType, name) => {
  expect(sdkPackage(resourceType)).toBe(`@aws-sdk/client-${name}`);
});

test.each([
  ["KMS", "Kms"],
  ["DynamoDB", "DynamoDb"],
  ["RDSData", "RdsData"],
  ["EC2", "Ec2"],
  ["S3", "S3"],
  ["SecretsManager", "SecretsManager"],
  ["IoT", "Iot"],
])("AWS's SDK for Java spells %s as %s", (client, java) => {
  expect(javaName(client)).toBe(java);
});

describe("an error of the SDK", () => {
  class LambdaServiceException extends Error {
    readonly $metadata = { httpStatusCode: 400 };
    constructor(name: string) {
      super("no");
      this.name = name;
    }
  }
  class ServiceException extends LambdaServiceException {}

  test("tells by its classes of which service it is, and whether the service's model names it", () => {
    const modelled = new ServiceException("ServiceException");
    const other = new LambdaServiceException("AccessDenied");
    expect([modelled, other].map(serviceOfError)).toEqual(["Lambda", "Lambda"]);
    expect(optimizedFailure("lambda", modelled).error).toBe("Lambda.ServiceException");
    expect(optimizedFailure("lambda", other).error).toBe("Lambda.AWSLambdaException");
    expect(sdkFailure("Lambda", modelled).error).toBe("Lambda.ServiceException");
    expect(sdkFailure("Lambda", other).error).toBe("Lambda.LambdaException");
  });

  test("of a class that tells nothing goes by its name, a general one by the service's", () => {
    const plain = (name: string) =>
      Object.assign(new Error("no"), { name, $metadata: { httpStatusCode: 400 } });
    expect(serviceOfError(plain("QueueDoesNotExist"))).toBeUndefined();
    expect(optimizedFailure("dynamodb", plain("ValidationException")).error).toBe(
      "DynamoDB.AmazonDynamoDBException",
    );
    expect(optimizedFailure("sqs", plain("QueueDoesNotExist")).error).toBe(
      "SQS.QueueDoesNotExistException",
    );
  });
});

test("a name that is written out comes before a pattern, and the longest pattern first", () => {
  const routes = {
    "lambda:*": { region: "a" },
    "*": { region: "b" },
    price: "aws",
    "price-*": { region: "c" },
  } as const;
  expect(routeOf(routes, ["arn:aws:lambda:::price", "price", "lambda:invoke"])).toBe("aws");
  expect(routeOf(routes, ["price-x", "lambda:invoke"])).toEqual({ region: "a" });
  expect(routeOf(routes, ["sqs:sendMessage"])).toEqual({ region: "b" });
  expect(routeOf({ "a.c": "aws" }, ["abc"])).toBeUndefined();
});

describe("members by the SDK's schemas", () => {
  const tags = [2, "ns", "Tags", 0, 0, 0];
  const inner = [3, "ns", "Inner", 0, ["innerName", "tags"], [0, () => tags]];
  const list = [1, "ns", "List", 0, [() => inner, 0]];
  const input = [3, "ns", "Input", 0, ["list", "blob"], [() => list, [21, 0]]];
  const operation = [9, "ns", "Do", 0, () => input, () => input];

  test("those of structures are spelt as the SDK spells them, keys of maps stay, JSON goes as bytes", () => {
    const parameters = { List: [{ InnerName: 1, Tags: { Key: "v" } }], Blob: { a: 1 } };
    expect(toSdkInput(operation, parameters)).toEqual({
      list: [{ innerName: 1, tags: { Key: "v" } }],
      blob: Buffer.from('{"a":1}'),
    });
  });

  test("answers have capitals, times as text and bytes as text", () => {
    const answer = {
      list: [{ innerName: new Date(0), tags: { key: "v" } }],
      blob: Buffer.from("b"),
    };
    expect(fromSdkOutput(operation, answer)).toEqual({
      List: [{ InnerName: "1970-01-01T00:00:00.000Z", Tags: { key: "v" } }],
      Blob: "b",
    });
  });

  test("without a schema, all stays as it is", () => {
    expect(toSdkInput(undefined, { a: { B: 1 } })).toEqual({ a: { B: 1 } });
    expect(fromSdkOutput(undefined, { a: { B: 1 } })).toEqual({ a: { B: 1 } });
  });
});
