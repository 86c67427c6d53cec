#!/bin/sh
# Builds app.wasm from src/. Installs nothing.
#   ./build.sh          build, then write app.wasm, its hash file and the hash in manifest.json
#   ./build.sh --check  build aside, and fail when the result differs from the app.wasm that is checked in
set -eu
cd "$(dirname "$0")"

need() {
    if ! command -v "$1" >/dev/null 2>&1; then
        echo "build.sh: $1 is missing. On Debian 12: apt-get install --no-install-recommends rustc cargo" \
            "libstd-rust-dev-wasm32 lld-14 librust-serde-json-dev librust-serde-derive-dev librust-serde-dev b3sum" >&2
        exit 1
    fi
}
need /usr/bin/rustc
need /usr/bin/cargo
need wasm-ld-14
need b3sum

# Debian's toolchain by full path: a rustup toolchain earlier on the PATH has no wasm32 library, and makes other bytes.
version="$(/usr/bin/rustc --version)"
case "$version" in
    "rustc 1.63.0"*) ;;
    *) echo "build.sh: /usr/bin/rustc is '$version', expected 1.63.0 of Debian 12; other compilers make other bytes" >&2; exit 1 ;;
esac

target="$(mktemp -d)"
trap 'rm -rf "$target"' EXIT
RUSTC=/usr/bin/rustc CARGO_TARGET_DIR="$target" /usr/bin/cargo build --release --offline --locked --quiet
built="$target/wasm32-unknown-unknown/release/app.wasm"
hash="$(b3sum --no-names "$built")"

if [ "${1:-}" = "--check" ]; then
    expected="$(cat app.wasm.blake3)"
    actual="$(b3sum --no-names app.wasm)"
    if [ "$actual" != "$expected" ]; then
        echo "build.sh: app.wasm has the hash $actual, app.wasm.blake3 says $expected" >&2
        exit 1
    fi
    if [ "$hash" != "$expected" ]; then
        echo "build.sh: the sources build to $hash, app.wasm.blake3 says $expected" >&2
        exit 1
    fi
    echo "app.wasm is what its sources build to: $hash"
else
    cp "$built" app.wasm
    chmod 644 app.wasm
    echo "$hash" > app.wasm.blake3
    sed -i "s/\"blake3:[0-9a-f]*\"/\"blake3:$hash\"/" manifest.json
    echo "app.wasm $hash"
fi
