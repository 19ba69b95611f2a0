import { createServer } from "node:http";

/** The least that a server takes. */
const server = createServer((_request, answer) => answer.end());
server.listen(0, "127.0.0.1", () => console.log(server.address()));
