#!/bin/sh
# Makes the image's file tree twice, from two clean copies of the commit with packages installed anew, and compares
# them. Needs git, npm and their registry; no container engine.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
digest_of() {
  mkdir -p "$work/$1"
  git archive HEAD | tar x -C "$work/$1"
  (
    cd "$work/$1"
    npm ci --omit=dev --ignore-scripts --no-audit --no-fund >&2
    node deploy/lien-thong.mjs console build >&2
    node_modules/.bin/tsx deploy/container/make-tree.ts "$work/$1-tree"
  )
}
first=$(digest_of first)
second=$(digest_of second-at-another-place)
printf '%s\n%s\n' "$first" "$second"
[ "$first" = "$second" ] || { echo 'the two trees differ' >&2; exit 1; }
