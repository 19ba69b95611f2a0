import { task } from "sfn-task-tools";

export const handler = task((input: unknown, { stateData }) => stateData.putItem("bundled", input));
