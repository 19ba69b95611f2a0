/** SDK packages of more than one word, less `@aws-sdk/client-`. */
const WORDS = `acm-pca api-gateway app-mesh application-auto-scaling application-discovery-service
application-insights application-signals auto-scaling auto-scaling-plans backup-gateway bedrock-agent
bedrock-agent-runtime bedrock-runtime cloudhsm-v2 cloudsearch-domain cloudwatch-events cloudwatch-logs
cognito-identity cognito-identity-provider cognito-sync compute-optimizer config-service
cost-and-usage-report-service cost-explorer customer-profiles data-pipeline database-migration-service
device-farm devops-guru direct-connect directory-service dynamodb-streams ec2-instance-connect ecr-public
elastic-beanstalk elastic-load-balancing elastic-load-balancing-v2 elastic-transcoder elasticsearch-service
emr-containers emr-serverless global-accelerator iot-data-plane iot-events iot-events-data
iot-jobs-data-plane iot-wireless kinesis-analytics kinesis-analytics-v2 kinesis-video
kinesis-video-archived-media kinesis-video-media kinesis-video-signaling lex-model-building-service
lex-models-v2 lex-runtime-service lex-runtime-v2 license-manager machine-learning marketplace-catalog
marketplace-entitlement-service marketplace-metering mediapackage-vod mediastore-data migration-hub
network-firewall payment-cryptography personalize-events personalize-runtime pinpoint-email
pinpoint-sms-voice pinpoint-sms-voice-v2 qldb-session rds-data redshift-data redshift-serverless
resource-groups resource-groups-tagging-api route-53 route-53-domains s3-control sagemaker-a2i-runtime
sagemaker-edge sagemaker-featurestore-runtime sagemaker-runtime secrets-manager service-catalog
service-quotas ssm-contacts ssm-incidents sso-admin sso-oidc storage-gateway timestream-query
timestream-write vpc-lattice waf-regional`
  .split(/\s+/)
  .flatMap((words) => {
    const squeezed = words.replaceAll("-", "");
    return [[squeezed, words] as const, [squeezed.replace(/service$/, ""), words] as const];
  });

/** Optimized integrations whose name is not that of the service. */
const SERVICES: Readonly<Record<string, string>> = {
  apigateway: "api-gateway",
  elasticmapreduce: "emr",
  events: "eventbridge",
  states: "sfn",
};

const BY_NAME = new Map(WORDS);

/** The SDK package of an integration's service: `aws-sdk:secretsmanager` is `@aws-sdk/client-secrets-manager`. */
export function sdkPackage(resourceType: string): string {
  const name = resourceType.replace(/^aws-sdk:/, "").toLowerCase();
  const service = name === resourceType ? (SERVICES[name] ?? name) : name;
  return `@aws-sdk/client-${BY_NAME.get(service) ?? service}`;
}
