export type { Mock, MockAnswer } from "./mock.js";
export { MockBook, type StateMocks } from "./mock-book.js";
export {
  type MockedResponse,
  type MockedReturn,
  type MockedStateMachine,
  type MockedThrow,
  type MockFile,
  readMockFile,
} from "./mock-file.js";
export { suggest } from "./near-names.js";
