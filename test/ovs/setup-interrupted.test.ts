import { describe, expect, it } from 'vitest';
import { ARTICLE, compileText } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';
import { printedInSandbox } from './sandbox/run-in-sandbox.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`setup.sh is not interrupted on a real switch: ${why}`);

const { compiled } = compileText(ARTICLE);
const HOSTS = ['controller-0', 'compute-0'] as const;

/**
 * `commands` prints how many commands setup.sh runs (those of its subshells apart); `killed_at N` kills it before the Nth. Bash counts by its DEBUG
 * trap, which a file named in BASH_ENV sets before the script's first line.
 */
const KILLER = `
cat >"$logs/killer.sh" <<'END'
case $0 in
  */setup.sh)
    counted=0
    trap 'counted=$((counted + 1)); [ "$counted" != "$KILL_AT" ] || kill -9 $$ "$BASHPID"' DEBUG
    trap '[ "$BASHPID" != $$ ] || echo "$counted" >"$COUNT_TO"' EXIT
    set -T ;;
esac
END
killed_at() { # NUMBER
  local status=0
  KILL_AT=$1 COUNT_TO=/dev/null BASH_ENV=$logs/killer.sh bash "$scripts/setup.sh" 2>/dev/null || status=$?
  [ "$status" = 137 ] || { echo "setup.sh was not killed at $1: $status" >&2; exit 1; }
}
commands() {
  KILL_AT=never COUNT_TO=$logs/count BASH_ENV=$logs/killer.sh bash "$scripts/setup.sh"
  cat "$logs/count"
}
`;

/** Points of interruption as parts of the whole, and a second one in the run that follows. */
const PARTS = [0.06, 0.2, 0.37, 0.54, 0.71, 0.93];

describe.skipIf(why !== undefined)('setup.sh that is killed', () => {
  it.each(HOSTS)(
    'at any command of %s, twice, makes the same when it is run again, and teardown.sh removes it',
    (host) => {
      const rounds = PARTS.map(
        (part, i) => `
at=$(awk "BEGIN { print int($total * ${part}) + 1 }")
again=$(awk "BEGIN { print int($at * ${0.3 + i / 10}) + 1 }")
killed_at "$at"
killed_at "$again"
${i === 4 ? '' : 'bash "$scripts/setup.sh"; host_state >"$logs/now"; same_state "$logs/clean" "$logs/now" "killed at $at and $again of $total, and run again"'}
bash "$scripts/teardown.sh"
host_state >"$logs/now"
same_state "$logs/before" "$logs/now" "killed at $at and $again of $total, and torn down"
echo round`,
      );
      const printed = printedInSandbox(
        compiled,
        host,
        `${KILLER}
host_state >"$logs/before"
total=$(commands)
host_state >"$logs/clean"
bash "$scripts/teardown.sh"
${rounds.join('\n')}`,
      );
      expect(printed.match(/^round$/gm)).toHaveLength(PARTS.length);
    },
    300_000,
  );

  it.each(HOSTS)(
    'after any phase of %s makes the same when it is run again',
    (host) => {
      const text = `
bash "$scripts/setup.sh"
host_state >"$logs/clean"
bash "$scripts/teardown.sh"
names=(bridges ports patches tunnels flows namespaces addresses iptables services) chosen=()
for name in "\${names[@]}"; do
  chosen+=(--phase "$name")
  bash "$scripts/setup.sh" "\${chosen[@]}"
  bash "$scripts/setup.sh"
  host_state >"$logs/now"
  same_state "$logs/clean" "$logs/now" "ended after phase $name, and run again"
  bash "$scripts/teardown.sh"
  echo "after $name"
done`;
      expect(printedInSandbox(compiled, host, text).trim().split('\n')).toHaveLength(9);
    },
    300_000,
  );
});
