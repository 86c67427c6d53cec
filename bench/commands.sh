# The measurements of ./ekaya bench, which reads this. What each measures: docs/performance.md. A new one is a line in the list, and a
# case.

list_benches() {
  cat <<'TEXT'
./ekaya bench engines   our JS engine against quickjs4j, GraalJS, Rhino and V8 (--rounds 20 --warm-up 10 --engines … --programs …)
./ekaya bench sandbox   fresh instances, host calls, fuel, first run, heap, stops, threads (--only fresh,calls,… --seconds 4)
./ekaya bench leaks     100,000 runs and 100 apps: metaspace, classes, threads, heap (--runs … --cycles …)
./ekaya bench fuzz      broken modules and broken JavaScript: [minutes] [seed]
./ekaya bench conformance  public tests of JavaScript's features (docs/conformance.md)
./ekaya bench mcp       the public conformance suite of MCP (docs/mcp.md)
./ekaya bench catalog   what it takes to be sure of a package of 10 MB out of a catalog: [MB, 10] [rounds, 40]
./ekaya bench tuf OUT   whether the public client of The Update Framework takes a catalog that ./ekaya catalog made
./ekaya bench schema    a snapshot of 2,000 tables of PostgreSQL
./ekaya bench query     a datasource's query against plain JDBC, checking a statement, ten million rows
./ekaya bench audit     what an audit event costs, with and without the sealer, and a check of a chain
./ekaya bench transactions  a transaction on the platform's tables with and without row-level security
./ekaya bench replay    records runs of all sample apps and replays them: [runs, 1000]; what a journal costs
./ekaya bench cancel    stopping runs wherever they are: [times each, 100]
./ekaya bench runs      durable runs a second beside db-scheduler's tasks; how late 1,000 schedules start: [rounds, 5] [runs, 2000]
./ekaya bench swap      updates and rolls back an app under load: [changes, 20] [runs a second, 200] [rows, 10000]
./ekaya bench kill      kills two servers and their database at random moments, then asks the ledger: [rounds, 4] [kills, 25] [apps, 1000]
./ekaya bench kill-lifecycle  kills servers that install, update, roll back and uninstall, at each step: [kills, 200] [operations at a time, 3] [seed]
./ekaya bench idle      what two servers with nothing to do ask their database, and how soon one hears of what is asked of the other
./ekaya bench ticks     10,000 due times over two servers, one run each, and how late they start: [schedules, 1000] [minutes, 3]
./ekaya bench leak      secrets found in their disguises, innocent texts stopped, MB/s, near misses: [seed, 7]
./ekaya bench rest      a running server over HTTP: PASSWORD=… ./ekaya bench rest [runs] [warm-up runs]

Results are printed and written to target/bench/*.md. Leave the machine alone meanwhile.
TEXT
}

# Builds into target/bench, so that a running server is left alone, and runs a main class of src/jmh.
java_bench() { # class, its arguments
  build_bench
  local main=$1
  shift
  exec "$JAVA_HOME/bin/java" -Xss16m -cp "$(bench_class_path)" "ai.ekaya.$main" "$@"
}

build_bench() {
  mkdir -p target/bench
  maven -q -Pbench -Dui.skip test-compile dependency:build-classpath >target/bench/build.log 2>&1 || {
    tail -40 target/bench/build.log >&2
    fail "the build failed; all of it is in target/bench/build.log"
  }
}

bench_class_path() {
  echo "target/bench/test-classes:target/bench/classes:$(cat target/bench/class-path)"
}

bench() { # name, its arguments
  local name=${1:-}
  [ $# -eq 0 ] || shift
  case $name in
    '') list_benches ;;
    engines) java_bench sandbox.EnginesBench "$@" ;;
    sandbox) java_bench sandbox.SandboxBench "$@" ;;
    leaks) java_bench sandbox.LeakBench "$@" ;;
    fuzz) java_bench sandbox.Fuzz "$@" ;;
    schema) java_bench datasource.SchemaBench "$@" ;;
    query) java_bench datasource.QueryBench "$@" ;;
    audit) java_bench audit.AuditBench "$@" ;;
    runs) java_bench run.RunsBench "$@" ;;
    swap) java_bench run.SwapBench "$@" ;;
    replay) java_bench run.ReplayBench "$@" ;;
    cancel) java_bench run.CancelBench "$@" ;;
    kill) build && java_bench boot.fleet.KillBench "$@" ;;
    kill-lifecycle) java_bench run.KillLifecycleBench "$@" ;;
    idle) build && java_bench boot.fleet.IdleBench "$@" ;;
    ticks) build && java_bench boot.fleet.TicksBench "$@" ;;
    leak) java_bench leak.SecretBench "$@" ;;
    transactions) java_bench store.TransactionBench "$@" ;;
    mcp)
      (cd bench/mcp && npm ci --ignore-scripts --silent)
      build_bench
      node bench/mcp/run.mjs "$JAVA_HOME/bin/java" -cp "$(bench_class_path)" ai.ekaya.tools.ConformanceServer
      ;;
    catalog) java_bench catalog.CatalogBench "$@" ;;
    tuf)
      (cd bench/tuf && npm ci --ignore-scripts --silent)
      exec node bench/tuf/client.mjs "$@"
      ;;
    conformance)
      mkdir -p target/bench
      node bench/conformance.mjs target/bench/compat-table target/bench/conformance.json
      java_bench sandbox.Conformance target/bench/conformance.json target/bench/conformance.md
      ;;
    rest)
      : "${PASSWORD:?set PASSWORD to that of admin, and have ./ekaya start running}"
      exec node bench/run-over-rest.mjs "$@"
      ;;
    *)
      list_benches >&2
      fail "there is no bench '$name'"
      ;;
  esac
}
