#!/usr/bin/env bash
# Installs what the tests need, runs all of them, and ends with one line: N passed, N failed, N skipped.
# In CI (CI=true) a skipped test is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

passed=0 failed=0 skipped=0 failures=''

finish() {
  [ "$skipped" -gt 0 ] && [ "${CI:-}" = true ] && echo "In CI a skipped test is a failure." >&2
  [ -z "$failures" ] || echo "Failed:$failures"
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && { [ "${CI:-}" != true ] || [ "$skipped" -eq 0 ]; }
  exit
}

stop() {
  echo "$1" >&2
  failed=$((failed + 1))
  finish
}

# Debian calls it chromium, Ubuntu chromium-browser; a path in CERTUS_TEST_CHROMIUM goes before both.
find_chromium() { command -v chromium || command -v chromium-browser; }

install_chromium() {
  local sudo=''
  [ "$(id -u)" -eq 0 ] || sudo='sudo'
  echo "Installing Chromium and a font from the distribution's packages."
  $sudo apt-get update -qq
  for package in chromium chromium-browser; do
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" fonts-dejavu-core >/dev/null && return
  done
}

if [ -z "${CERTUS_TEST_CHROMIUM:-}" ]; then
  find_chromium >/dev/null || install_chromium
  CERTUS_TEST_CHROMIUM=$(find_chromium) || stop "Chromium could not be installed: install the package 'chromium' and run this again."
  export CERTUS_TEST_CHROMIUM
fi

# The sandbox is tested with clients that others wrote: boto3 and the AWS CLI of the distribution, and one SDK for JavaScript, kept out of the tree.
has_clients() { /usr/bin/python3 -c 'import boto3' 2>/dev/null && [ -x /usr/bin/aws ] && command -v node >/dev/null && command -v npm >/dev/null && command -v curl >/dev/null; }

# LightGBM, which trains the sandbox's boosted trees, needs the OpenMP of GCC.
has_openmp() { ! command -v ldconfig >/dev/null || ldconfig -p | grep 'libgomp\.so\.1' >/dev/null; }

install_clients() {
  local sudo='' packages=(python3-boto3 awscli curl)
  [ "$(id -u)" -eq 0 ] || sudo='sudo'
  command -v node >/dev/null || packages+=(nodejs)
  command -v npm >/dev/null || packages+=(npm)
  has_openmp || packages+=(libgomp1)
  echo "Installing ${packages[*]} from the distribution's packages."
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}

{ has_clients && has_openmp; } || install_clients
has_clients || stop "The clients of the sandbox could not be installed: install python3-boto3, awscli, nodejs, npm and curl and run this again."
# Calendar files are read by ical.js, which others wrote too.
sdk='@aws-sdk/client-s3' sdk_version=3.922.0 # the last months' versions want a newer Node than distributions have
calendar_version=2.2.1
has_module() { grep -qs "\"version\": \"$2\"" "artifacts/clients/node_modules/$1/package.json"; }
if ! has_module "$sdk" "$sdk_version" || ! has_module ical.js "$calendar_version"; then
  mkdir -p artifacts/clients
  npm install --prefix artifacts/clients --no-audit --no-fund --no-package-lock --loglevel=error "$sdk@$sdk_version" "ical.js@$calendar_version" >/dev/null || stop "The AWS SDK for JavaScript and ical.js could not be installed."
fi

dotnet build Certus.slnx -c Release -v quiet || stop "The build failed."

for project in Certus.Tests Certus.Lab.Tests Certus.Shell.Tests Certus.Browser.Tests; do
  echo "== $project"
  log=$(mktemp)
  dotnet "artifacts/bin/$project/release/$project.dll" -noColor -noLogo 2>&1 | tee "$log"
  code=${PIPESTATUS[0]}
  bad=0 summed_up=false
  # xunit's last line: "Name  Total: 4, Errors: 0, Failed: 1, Skipped: 0, Not Run: 0, Time: 0.8s"
  if [[ $(grep ' Total: ' "$log" | tail -n 1) =~ Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+),\ Not\ Run:\ ([0-9]+) ]]; then
    bad=$((BASH_REMATCH[2] + BASH_REMATCH[3]))
    passed=$((passed + BASH_REMATCH[1] - BASH_REMATCH[3] - BASH_REMATCH[4] - BASH_REMATCH[5]))
    skipped=$((skipped + BASH_REMATCH[4]))
    summed_up=true
  fi
  if [ "$bad" -eq 0 ] && { [ "$code" -ne 0 ] || ! $summed_up; }; then
    echo "$project broke off (exit code $code)." >&2
    bad=1
  fi
  failed=$((failed + bad))
  while IFS= read -r name; do failures+=$'\n'"  $project: ${name% \[FAIL\]}"; done < <(grep -oE '[^ ].* \[FAIL\]$' "$log")
  rm -f "$log"
done
finish
