#!/bin/sh
# Gets promtool for the tests of the alerts: Debian's package where it can be installed, else a build from its Go module
# into the user's cache. That takes about 6 min on two cores, once.
set -eu
folder="${HOME}/.cache/gastown-operator/promtool"
[ -x "$folder/promtool" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends prometheus && exit 0
fi
command -v go >/dev/null || { echo "promtool is missing: install Prometheus, or Go 1.24 or newer" >&2; exit 1; }
mkdir -p "$folder"
# Prometheus' go.mod has `exclude` and `replace` lines, so `go install` refuses it; a module of our own does not.
module=$(mktemp -d)
trap 'rm -rf "$module"' EXIT
cd "$module"
go mod init promtool-for-tests
go get github.com/prometheus/prometheus/cmd/promtool@v0.305.0
nice -n 10 go build -o "$folder/promtool" github.com/prometheus/prometheus/cmd/promtool
