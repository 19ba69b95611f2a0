/** What a command reads from its process and writes to it. */
export type Terminal = Pick<NodeJS.Process, "stdout" | "stderr" | "once" | "exit">;
