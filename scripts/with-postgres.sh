#!/usr/bin/env bash
# scripts/with-postgres.sh COMMAND…: runs the command with TEST_DATABASE_URL set to a PostgreSQL server of its own, in a
# temporary folder on a free port of the loopback, and stops the server afterwards. Installs Debian's package when there
# is none and we may. The databases sort by Vietnamese rules, so that a query that relies on the server's order is found.
set -euo pipefail

bin_folder() {
  for candidate in "$(dirname "$(command -v initdb || echo /nowhere/initdb)")" /usr/lib/postgresql/*/bin; do
    # A link or a wrapper may stand in for one command only.
    if [ -x "$candidate/initdb" ] && [ -x "$candidate/pg_ctl" ] && [ -x "$candidate/postgres" ]; then
      echo "$candidate"
      return
    fi
  done
}

bin="$(bin_folder)"
if [ -z "$bin" ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "with-postgres: no PostgreSQL here (initdb, pg_ctl); install it, or set TEST_DATABASE_URL to a server of yours" >&2
    exit 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -q && apt-get install -y -q --no-install-recommends postgresql; } >/dev/null
  bin="$(bin_folder)"
fi

folder="$(mktemp -d)"
as_server() { "$@"; }
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
  chown postgres "$folder"
  as_server() { runuser -u postgres -- "$@"; }
fi
port="$(node -e "const s = require('node:net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })")"

stop() {
  as_server "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT

cd "$folder"
initialise() { as_server "$bin/initdb" -D "$folder/data" -U to_am -A trust -E UTF8 "$@" >"$folder/initdb.log" 2>&1; }
initialise --locale=C.UTF-8 --locale-provider=icu --icu-locale=vi || { rm -rf "$folder/data" && initialise --locale=C.UTF-8; } || {
  cat "$folder/initdb.log" >&2
  exit 1
}
as_server "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -o "-p $port -h 127.0.0.1 -k $folder" start >/dev/null || {
  cat "$folder/data/server.log" >&2
  exit 1
}
cd "$OLDPWD"

export TEST_DATABASE_URL="postgresql://to_am@127.0.0.1:$port/postgres"
status=0
"$@" || status=$?
exit "$status"
