#!/usr/bin/env bash
# Deploys the packed WAR to a plain Open Liberty, following docs/install.md and nothing else, and proves that it serves.
#   src/it/packed-war.sh LIBERTY WAR HTTP_PORT HTTPS_PORT     with DATABASE_URL set
# LIBERTY is an unpacked openliberty-runtime; it is not changed (WLP_USER_DIR points elsewhere).
set -euo pipefail
liberty=$1 war=$2
export HTTP_PORT=$3 HTTPS_PORT=$4
: "${DATABASE_URL:?set DATABASE_URL}"
here=$(cd "$(dirname "$0")/../.." && pwd)

export WLP_USER_DIR=$here/target/packed EKAYA_HOME=$here/target/packed/home EKAYA_ADMIN_PASSWORD=packed-war-password
rm -rf "$WLP_USER_DIR"
mkdir -p "$WLP_USER_DIR/servers/ekaya/apps" "$EKAYA_HOME"

# docs/install.md, "Deploy": three files.
cp "$here/server.xml" "$here/jvm.options" "$WLP_USER_DIR/servers/ekaya/"
cp "$war" "$WLP_USER_DIR/servers/ekaya/apps/ekaya-apps.war"

"$liberty/bin/server" start ekaya
trap '"$liberty/bin/server" stop ekaya' EXIT

base=http://localhost:$HTTP_PORT
for _ in $(seq 120); do
  curl -fs "$base/health/ready" >/dev/null && break
  sleep 1
done
curl -fsS "$base/health/ready"
echo
session=$(curl -fsS -X POST "$base/api/v1/session" -H 'Content-Type: application/json' \
  -d "{\"user\": \"admin\", \"password\": \"$EKAYA_ADMIN_PASSWORD\"}")
case $session in *csrf*) ;; *) echo "no session: $session"; exit 1 ;; esac
curl -fsS "$base/" | grep -q '<div id="root"'
unzip -l "$war" | grep -E 'embedded-postgres|boot/local' && { echo "the WAR carries the launcher's parts"; exit 1; }
echo "PACKED WAR SERVES"
