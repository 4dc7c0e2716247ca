#!/bin/sh
# Takes one snapshot and puts the policies to it.
# Exit: 0 nothing at or above the threshold · 1 findings · 2 configuration · 3 Sigma refused
# 4 the snapshot is incomplete (what was not read is not known, and never a pass) · 5 a guard refused
#
# SIGMA_BASE_URL, SIGMA_CLIENT_ID and SIGMA_CLIENT_SECRET_FILE say where and as whom.
# POLICY is the folder of the declaring files, RESULTS the folder to write into.
set -u
policy="${POLICY:-policy}"
results="${RESULTS:-results}"
mkdir -p "$results"

collected=0
snapshot=$(sigma-audit collect -q) || collected=$?
# 4 is sealed and can be asked; anything else is no snapshot at all.
if [ "$collected" -ne 0 ] && [ "$collected" -ne 4 ]; then
    exit "$collected"
fi

set -- --snapshot "$snapshot" --fail-on "${FAIL_ON:-high}"
for name in waivers sensitive duties sentinels; do
    if [ -f "$policy/$name.toml" ]; then
        set -- "$@" "--$name" "$policy/$name.toml"
    fi
done
if [ -n "${BASELINE:-}" ]; then
    set -- "$@" --baseline "$BASELINE"
fi

sigma-audit check "$@" -q --fail-on never --format sarif > "$results/findings.sarif" || exit $?
sigma-audit check "$@" -q --fail-on never --format csv > "$results/findings.csv" || exit $?
checked=0
sigma-audit check "$@" --format junit > "$results/findings.xml" || checked=$?
if [ "$checked" -ne 0 ]; then
    exit "$checked"
fi
exit "$collected"
