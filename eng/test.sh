#!/usr/bin/env bash
# Installs what the tests need, runs all of them, and ends with one line: N passed, N failed, N skipped.
# In CI (CI=true) a skipped test is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

if ! command -v chromium >/dev/null 2>&1; then
  sudo=''; [ "$(id -u)" -eq 0 ] || sudo='sudo'
  echo "Installing Chromium from the distribution's packages."
  if ! { $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; }; then
    echo "Chromium could not be installed; install the package 'chromium' and run this again." >&2
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
  fi
fi
CERTUS_TEST_CHROMIUM=$(command -v chromium)
export CERTUS_TEST_CHROMIUM

if ! dotnet build Certus.slnx -c Release -v quiet; then
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi

passed=0 failed=0 skipped=0
for project in Certus.Tests Certus.Shell.Tests Certus.Browser.Tests; do
  log=$(mktemp)
  dotnet run --project "tests/$project" -c Release --no-build -- -noColor -noLogo -trait- "Category=Report" 2>&1 | tee "$log"
  # xunit's last line: "Name  Total: 4, Errors: 0, Failed: 1, Skipped: 0, Not Run: 0, Time: 0.8s"
  summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -n 1)
  number() { sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<<"$summary"; }
  if [ -z "$summary" ]; then
    echo "$project ended without a summary." >&2
    failed=$((failed + 1))
  else
    bad=$(( $(number Failed) + $(number Errors) ))
    failed=$((failed + bad))
    skipped=$((skipped + $(number Skipped)))
    passed=$((passed + $(number Total) - $(number Failed) - $(number Skipped)))
  fi
  rm -f "$log"
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && { [ "${CI:-}" != true ] || [ "$skipped" -eq 0 ]; }
