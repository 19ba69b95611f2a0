import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import { Tracer } from "@aws-lambda-powertools/tracer";
import { captureLambdaHandler } from "@aws-lambda-powertools/tracer/middleware";
import middy from "@middy/core";
import { task } from "sfn-task-tools";
import { observeStateData } from "./observe-state-data.js";

const logger = new Logger({ serviceName: "cast" });
const metrics = new Metrics({ serviceName: "cast", namespace: "sfn-task-tools" });
const tracer = new Tracer({ serviceName: "cast" });
observeStateData({ logger, metrics, tracer });

const collect = task(async (input: { names: readonly string[] }, context) => {
  logger.info("collecting", { execution: context.execution?.name });
  return context.stateData.putItems("cast", input.names);
});

export const handler = middy(collect)
  .use(captureLambdaHandler(tracer, { captureResponse: false }))
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics));
