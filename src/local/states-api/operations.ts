import type { WireOperation } from "../protocol/aws-json.js";
import type { Operation, StatesApi } from "./api.js";
import { refuse } from "./exceptions.js";
import { createActivity } from "./operations/create-activity.js";
import { createStateMachine } from "./operations/create-state-machine.js";
import { createStateMachineAlias } from "./operations/create-state-machine-alias.js";
import { deleteActivity } from "./operations/delete-activity.js";
import { deleteStateMachine } from "./operations/delete-state-machine.js";
import { deleteStateMachineAlias } from "./operations/delete-state-machine-alias.js";
import { deleteStateMachineVersion } from "./operations/delete-state-machine-version.js";
import { describeActivity } from "./operations/describe-activity.js";
import { describeExecution } from "./operations/describe-execution.js";
import { describeMapRun } from "./operations/describe-map-run.js";
import { describeStateMachine } from "./operations/describe-state-machine.js";
import { describeStateMachineAlias } from "./operations/describe-state-machine-alias.js";
import { describeStateMachineForExecution } from "./operations/describe-state-machine-for-execution.js";
import { getActivityTask } from "./operations/get-activity-task.js";
import { getExecutionHistory } from "./operations/get-execution-history.js";
import { listActivities } from "./operations/list-activities.js";
import { listExecutions } from "./operations/list-executions.js";
import { listMapRuns } from "./operations/list-map-runs.js";
import { listStateMachineAliases } from "./operations/list-state-machine-aliases.js";
import { listStateMachineVersions } from "./operations/list-state-machine-versions.js";
import { listStateMachines } from "./operations/list-state-machines.js";
import { listTagsForResource } from "./operations/list-tags-for-resource.js";
import { publishStateMachineVersion } from "./operations/publish-state-machine-version.js";
import { redriveExecution } from "./operations/redrive-execution.js";
import { sendTaskFailure } from "./operations/send-task-failure.js";
import { sendTaskHeartbeat } from "./operations/send-task-heartbeat.js";
import { sendTaskSuccess } from "./operations/send-task-success.js";
import { startExecution } from "./operations/start-execution.js";
import { startSyncExecution } from "./operations/start-sync-execution.js";
import { stopExecution } from "./operations/stop-execution.js";
import { tagResource } from "./operations/tag-resource.js";
import { testState } from "./operations/test-state.js";
import { untagResource } from "./operations/untag-resource.js";
import { updateMapRun } from "./operations/update-map-run.js";
import { updateStateMachine } from "./operations/update-state-machine.js";
import { updateStateMachineAlias } from "./operations/update-state-machine-alias.js";
import { validateStateMachineDefinition } from "./operations/validate-state-machine-definition.js";

/** What is answered. */
const OPERATIONS = {
  CreateActivity: createActivity,
  CreateStateMachine: createStateMachine,
  CreateStateMachineAlias: createStateMachineAlias,
  DeleteActivity: deleteActivity,
  DeleteStateMachine: deleteStateMachine,
  DeleteStateMachineAlias: deleteStateMachineAlias,
  DeleteStateMachineVersion: deleteStateMachineVersion,
  DescribeActivity: describeActivity,
  DescribeExecution: describeExecution,
  DescribeMapRun: describeMapRun,
  DescribeStateMachine: describeStateMachine,
  DescribeStateMachineAlias: describeStateMachineAlias,
  DescribeStateMachineForExecution: describeStateMachineForExecution,
  GetActivityTask: getActivityTask,
  GetExecutionHistory: getExecutionHistory,
  ListActivities: listActivities,
  ListExecutions: listExecutions,
  ListMapRuns: listMapRuns,
  ListStateMachineAliases: listStateMachineAliases,
  ListStateMachineVersions: listStateMachineVersions,
  ListStateMachines: listStateMachines,
  ListTagsForResource: listTagsForResource,
  PublishStateMachineVersion: publishStateMachineVersion,
  RedriveExecution: redriveExecution,
  SendTaskFailure: sendTaskFailure,
  SendTaskHeartbeat: sendTaskHeartbeat,
  SendTaskSuccess: sendTaskSuccess,
  StartExecution: startExecution,
  StartSyncExecution: startSyncExecution,
  StopExecution: stopExecution,
  TagResource: tagResource,
  TestState: testState,
  UntagResource: untagResource,
  UpdateMapRun: updateMapRun,
  UpdateStateMachine: updateStateMachine,
  UpdateStateMachineAlias: updateStateMachineAlias,
  ValidateStateMachineDefinition: validateStateMachineDefinition,
} satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;

/** The operation of a name; Throws UnknownOperationException. */
export function operationOf(api: StatesApi, name: string): WireOperation {
  if (Object.hasOwn(OPERATIONS, name)) {
    const operation = OPERATIONS[name as OperationName]; // just looked at
    return (input, signal) => operation(api, input, signal);
  }
  throw refuse.unknown(name);
}
