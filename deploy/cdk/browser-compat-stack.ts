import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as Lambda, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { StateDataStore } from "./state-data-store.ts";

/** What `npm run deploy:build` has written. */
const built = (name: string) =>
  fileURLToPath(new URL(`../browser-compat/build/${name}`, import.meta.url));

/** The workflow of examples/browser-compat on AWS: what browser-compat/template.yaml makes, too. */
export class BrowserCompatStack extends Stack {
  readonly #store: StateDataStore;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    this.#store = new StateDataStore(this, "StateData");

    // CheckFlag may stop this machine's executions, and must not need the machine for that: names, no references.
    const arn = (type: string, rest = "") =>
      `arn:${this.partition}:states:${this.region}:${this.account}:${type}:${this.stackName}${rest}`;
    const checkFlag = this.#function("checkFlag");
    checkFlag.addToRolePolicy(
      new PolicyStatement({
        actions: ["states:StopExecution", "states:DescribeExecution"],
        resources: [arn("execution", ":*")],
      }),
    );
    // #region grants
    const collect = this.#function("collect", 2_048); // reads 20 MB of JSON, and compresses it
    this.#store.grant(collect, ["dynamodb:PutItem", "dynamodb:BatchWriteItem"], ["s3:PutObject"]);
    const rateEntry = this.#function("rateEntry");
    this.#store.grant(rateEntry, ["dynamodb:GetItem", "dynamodb:PutItem"], ["s3:GetObject"]);
    const report = this.#function("report");
    this.#store.grantRead(report);
    // #endregion grants

    const functions = Object.entries({ checkFlag, collect, rateEntry, report });
    const role = new Role(this, "StateMachineRole", {
      assumedBy: new ServicePrincipal("states.amazonaws.com", {
        conditions: { ArnEquals: { "aws:SourceArn": arn("stateMachine") } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ["lambda:InvokeFunction"],
        resources: functions.map(([, { functionArn }]) => functionArn),
      }),
    );
    // #region state-machine
    const machine = new StateMachine(this, "StateMachine", {
      stateMachineName: this.stackName,
      definitionBody: DefinitionBody.fromString(
        readFileSync(built("state-machine.asl.json"), "utf8"),
      ),
      definitionSubstitutions: Object.fromEntries(
        functions.map(([name, { functionArn }]) => [`${name}Arn`, functionArn]),
      ),
      role,
    });
    // #endregion state-machine
    new CfnOutput(this, "StateMachineArn", { value: machine.stateMachineArn });
    new CfnOutput(this, "TableName", { value: this.#store.table.tableName });
    new CfnOutput(this, "BucketName", { value: this.#store.bucket.bucketName });
  }

  /** A function of the bundle, which may write its own log, and nothing else. */
  #function(name: string, memorySize = 1_024): Lambda {
    const id = name.replace(/^./, (letter) => letter.toUpperCase());
    const role = new Role(this, `${id}Role`, {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    });
    const logGroup = new LogGroup(this, `${id}Logs`, {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(role);
    return new Lambda(this, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(built("functions")),
      handler: `index.${name}`,
      timeout: Duration.seconds(60),
      memorySize,
      environment: this.#store.environment(),
      role,
      logGroup,
    });
  }
}
