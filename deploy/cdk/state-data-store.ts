import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table } from "aws-cdk-lib/aws-dynamodb";
import { AnyPrincipal, Effect, type IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { BlockPublicAccess, Bucket, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";

/** Where the tasks of state machines keep their data: the same as state-data.cloudformation.json. */
export class StateDataStore extends Construct {
  readonly table: Table;
  readonly bucket: Bucket;

  /** @param props.ttlDays the longest of your functions. Default 30. */
  constructor(scope: Construct, id: string, props: { readonly ttlDays?: number } = {}) {
    super(scope, id);
    this.table = new Table(this, "Table", {
      partitionKey: { name: "partition_key", type: AttributeType.STRING },
      sortKey: { name: "sort_key", type: AttributeType.NUMBER },
      timeToLiveAttribute: "expires_at",
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        {
          id: "sfn-task-tools-state-data",
          prefix: "state-data/",
          expiration: Duration.days((props.ttlDays ?? 30) + 2), // no object goes before its row
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: "SfnTaskToolsDenyInsecureTransport",
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ["s3:*"],
        resources: [this.bucket.bucketArn, this.bucket.arnForObjects("*")],
        conditions: { Bool: { "aws:SecureTransport": "false" } },
      }),
    );
    this.bucket.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }

  /** What a function needs to get state data. */
  grantRead(grantee: IGrantable): void {
    this.grant(grantee, ["dynamodb:GetItem", "dynamodb:Query"], ["s3:GetObject"]);
  }

  /** What a function needs to put, get and delete state data. */
  grantReadWrite(grantee: IGrantable): void {
    this.grantRead(grantee);
    this.grant(
      grantee,
      ["dynamodb:PutItem", "dynamodb:BatchWriteItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
      ["s3:PutObject", "s3:DeleteObject"],
    );
  }

  /** Some actions on the table, and some on the objects of state data. */
  grant(grantee: IGrantable, onTable: readonly string[], onObjects: readonly string[]): void {
    const allow = (actions: readonly string[], resource: string) =>
      grantee.grantPrincipal.addToPrincipalPolicy(
        new PolicyStatement({ actions: [...actions], resources: [resource] }),
      );
    allow(onTable, this.table.tableArn);
    allow(onObjects, this.bucket.arnForObjects("state-data/*"));
  }

  /** For a function's `environment`. */
  environment(): Record<string, string> {
    return { SFN_DATA_TABLE: this.table.tableName, SFN_DATA_S3_BUCKET: this.bucket.bucketName };
  }
}
