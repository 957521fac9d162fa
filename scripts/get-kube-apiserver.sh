#!/bin/sh
# Builds kube-apiserver and etcd from the Go module proxy into FOLDER, for test/envtest. About 8 min on two cores, once.
# Usage: get-kube-apiserver.sh VERSION FOLDER
set -eu
version="$1"
folder="$2"
command -v go >/dev/null || { echo "go is missing: install Go 1.24 or newer" >&2; exit 1; }
mkdir -p "$folder"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
export CGO_ENABLED=0 GOFLAGS=-mod=mod GOWORK=off

# A module of its own with Kubernetes' very dependencies, and etcd's server among them. Its staging modules, which its
# go.mod takes from folders beside it, are published as v0.X.
sources="$(cd / && GOFLAGS= go mod download -json "k8s.io/kubernetes@v$version" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')"
sed -E -e 's|^module .*|module apiserver.test|' -e "s|=> \./staging/src/(.*)|=> \1 v0.${version#*.}|" "$sources/go.mod" > go.mod
cp "$sources/go.sum" go.sum
chmod u+w go.sum
go mod edit -require="k8s.io/kubernetes@v$version"

minor="${version#*.}"
stamp="k8s.io/component-base/version"
nice -n 10 go build -o etcd -ldflags "-s -w" go.etcd.io/etcd/server/v3
nice -n 10 go build -o kube-apiserver \
  -ldflags "-s -w -X $stamp.gitVersion=v$version -X $stamp.gitMajor=1 -X $stamp.gitMinor=${minor%%.*}" \
  k8s.io/kubernetes/cmd/kube-apiserver
# Each appears at once: another build beside this one, or one that is stopped, leaves no half of a program.
mv etcd kube-apiserver "$folder/"
