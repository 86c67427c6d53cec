#!/bin/sh
# Builds app.wasm from src/. Installs nothing.
#   ./build.sh          build, then write app.wasm, its hash file and the hash in manifest.json
#   ./build.sh --check  build aside, and fail when the result differs from the app.wasm that is checked in
set -eu
cd "$(dirname "$0")"

need() {
    if ! command -v "$1" >/dev/null 2>&1; then
        echo "build.sh: $1 is missing. On Debian 12: apt-get install --no-install-recommends clang-19 lld-19 wasi-libc" \
            "libclang-rt-19-dev-wasm32 b3sum" >&2
        exit 1
    fi
}
need clang-19
need wasm-ld-19
need b3sum

version="$(clang-19 --version | head -n 1)"
case "$version" in
    *"19.1.7"*) ;;
    *) echo "build.sh: clang-19 is '$version', expected 19.1.7 of Debian 12; other compilers make other bytes" >&2; exit 1 ;;
esac

target="$(mktemp -d)"
trap 'rm -rf "$target"' EXIT
built="$target/app.wasm"
# A reactor: a library that is called, without main. Its _initialize sets up the C library.
clang-19 --target=wasm32-wasi --sysroot=/usr -mexec-model=reactor -std=gnu17 -Os -flto -Wall -Wextra -Werror \
    -Wl,--strip-all -Wl,-z,stack-size=65536 -o "$built" src/*.c
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
