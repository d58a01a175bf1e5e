#!/usr/bin/env bash
# Builds the tools of tools/go.mod into a folder, unless the ones there are built of the same versions.
set -euo pipefail
to=$1
cd "$(dirname "$0")/../tools"
key=$({ cat go.mod go.sum; go env GOVERSION; } | sha256sum | cut -c1-16)
[ "$(cat "$to/key" 2>/dev/null)" = "$key" ] && exit 0
mkdir -p "$to"
echo "  building golangci-lint, once: takes a minute or two"
go build -trimpath -ldflags "-s -w" -o "$to/golangci-lint.new" github.com/golangci/golangci-lint/v2/cmd/golangci-lint
mv "$to/golangci-lint.new" "$to/golangci-lint"
echo "$key" >"$to/key"
