/** Processes that setup.sh starts. */
export const PROCESSES = `# Whether the process was started with exactly these words.
has_arguments() { # PID WORD...
  local pid=$1
  shift
  cmp -s "/proc/$pid/cmdline" <(printf '%s\\0' "$@")
}

# A program that goes on in the background writes its pid file a moment later.
wait_for() { # FUNCTION WORD...: prints something, fails while it is not there
  for _ in {1..100}; do
    "$@" >/dev/null && return 0
    sleep 0.05
  done
  return 1
}

# Ends the process that the function names, and waits until it is gone.
end_process() { # FUNCTION WORD...: prints the pid, fails when there is none
  local pid
  pid=$("$@") || return 0
  kill "$pid"
  for _ in {1..100}; do
    "$@" >/dev/null || return 0
    sleep 0.05
  done
  ! pid=$("$@") || kill -9 "$pid"
}
`;
