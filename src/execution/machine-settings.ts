/** STANDARD runs up to a year, each step once; EXPRESS up to five minutes, steps at least once. */
export type MachineType = "STANDARD" | "EXPRESS";

/** Which events go to CloudWatch Logs. */
export interface Logging {
  readonly level: "ALL" | "ERROR" | "FATAL" | "OFF";
  /** Inputs and outputs, too. Default false. */
  readonly includeExecutionData?: boolean;
  /** The ARN of a log group, which ends in `:*`. Required but for OFF. */
  readonly logGroupArn?: string;
}

export type Encryption =
  | { readonly type: "AWS_OWNED_KEY" }
  | {
      readonly type: "CUSTOMER_MANAGED_KMS_KEY";
      readonly kmsKeyId: string;
      /** 60 to 900. Default 300. */
      readonly kmsDataKeyReusePeriodSeconds?: number;
    };

/** What a machine has beside its definition. What is left out is left as it is, or to the service. */
export interface MachineSettings {
  readonly roleArn?: string | undefined;
  readonly logging?: Logging | undefined;
  /** X-Ray. */
  readonly tracing?: boolean | undefined;
  readonly encryption?: Encryption | undefined;
}

/** The members of a machine in the API that settings are sent as. */
export interface SettingMembers {
  readonly roleArn?: string | undefined;
  readonly loggingConfiguration?: LoggingMember | undefined;
  readonly tracingConfiguration?: { enabled?: boolean | undefined } | undefined;
  readonly encryptionConfiguration?: Encryption | undefined;
}

interface LoggingMember {
  level?: Logging["level"] | undefined;
  includeExecutionData?: boolean | undefined;
  destinations?: { cloudWatchLogsLogGroup?: { logGroupArn?: string | undefined } }[] | undefined;
}

/** As the API takes them. */
export function membersOf({ roleArn, logging, tracing, encryption }: MachineSettings) {
  return {
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(logging === undefined ? {} : { loggingConfiguration: loggingMember(logging) }),
    ...(tracing === undefined ? {} : { tracingConfiguration: { enabled: tracing } }),
    ...(encryption === undefined ? {} : { encryptionConfiguration: { ...encryption } }),
  };
}

/** As people wrote them; what the service leaves out has its default. */
export function settingsOf(members: SettingMembers): Required<MachineSettings> {
  const {
    level = "OFF",
    includeExecutionData = false,
    destinations,
  } = members.loggingConfiguration ?? {};
  const logGroupArn = destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn;
  return {
    roleArn: members.roleArn,
    logging: { level, includeExecutionData, ...(logGroupArn === undefined ? {} : { logGroupArn }) },
    tracing: members.tracingConfiguration?.enabled ?? false,
    encryption: members.encryptionConfiguration ?? { type: "AWS_OWNED_KEY" },
  };
}

function loggingMember({ level, includeExecutionData = false, logGroupArn }: Logging) {
  const destinations =
    logGroupArn === undefined
      ? {}
      : { destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] };
  return { level, includeExecutionData, ...destinations };
}
