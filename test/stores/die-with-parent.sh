#!/bin/sh
# Runs the command given and kills it once standard input closes. The other end of that pipe is in the hands of the
# process that started us: it closes however that process ends, SIGKILL included. Plain POSIX, for Linux and macOS.
"$@" </dev/null &
command=$!

# A job in the background gets an empty standard input of its own, so the pipe is passed on under another number.
exec 3<&0
{
  cat <&3 >/dev/null 2>&1
  kill -KILL "$command" 2>/dev/null
} &
watcher=$!

wait "$command"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
