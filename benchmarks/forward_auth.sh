#!/usr/bin/env bash
# Requests per second and p99 of the gate, beside nginx answering "return 204" to the same requests: both on the same
# core, one at a time and in turn, with wrk on another core.
#
# Usage: benchmarks/forward_auth.sh FOLDER_OF_THE_PROGRAMS [ROUNDS] [SECONDS]
# Needs nginx, wrk and taskset. Ports: GATE_PORT (18081), NGINX_PORT (18082). Cores: SERVER_CORE (0), WRK_CORE (1).
set -euo pipefail

bench=${1:?usage: forward_auth.sh FOLDER_OF_THE_PROGRAMS [ROUNDS] [SECONDS]}/forward_auth_bench
rounds=${2:-5}
seconds=${3:-5}
gate_port=${GATE_PORT:-18081}
nginx_port=${NGINX_PORT:-18082}
server_core=${SERVER_CORE:-0}
wrk_core=${WRK_CORE:-1}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
gate_pid= nginx_pid=

finish() {
  for pid in $gate_pid $nginx_pid; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

cat >"$work/nginx.conf" <<CONF
daemon off;
worker_processes 1;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
  keepalive_requests 100000000;
  keepalive_timeout 1h;
  server { listen 127.0.0.1:$nginx_port; location / { return 204; } }
}
CONF

taskset -c "$server_core" nginx -p "$work" -e "$work/error.log" -c "$work/nginx.conf" &
nginx_pid=$!
taskset -c "$server_core" "$bench" "$gate_port" >"$work/gate.out" 2>"$work/gate.metrics" &
gate_pid=$!
for _ in $(seq 600); do
  grep -q ready "$work/gate.out" 2>/dev/null && break
  sleep 0.1
done
grep -q ready "$work/gate.out" || { echo "the gate did not start" >&2; exit 1; }

ask() { # NAME PORT SECONDS
  taskset -c "$wrk_core" wrk -t1 -c64 -d"$3s" --latency -s "$here/forward_auth.lua" "http://127.0.0.1:$2/auth" >"$work/out"
  if grep -q "Non-2xx" "$work/out"; then
    cat "$work/out" >&2
    exit 1
  fi
  awk -v name="$1" '
    function microseconds(t) { return t ~ /us$/ ? t + 0 : t ~ /ms$/ ? t * 1000 : t * 1000000 }
    $1 == "99%" { p99 = microseconds($2) }
    $1 == "Requests/sec:" { rate = $2 }
    END { printf "%s %.0f %.0f\n", name, rate, p99 }' "$work/out"
}

ask warm "$nginx_port" 1 >/dev/null
ask warm "$gate_port" 1 >/dev/null
: >"$work/table"
for round in $(seq "$rounds"); do
  ask nginx "$nginx_port" "$seconds" | tee -a "$work/table" | awk -v r="$round" '{ printf "round %d  %-6s %9d/s  p99 %6d us\n", r, $1, $2, $3 }'
  ask gate "$gate_port" "$seconds" | tee -a "$work/table" | awk -v r="$round" '{ printf "round %d  %-6s %9d/s  p99 %6d us\n", r, $1, $2, $3 }'
done

column() { awk -v name="$1" -v c="$2" '$1 == name { print $c }' "$work/table" | sort -n; }
median() { column "$1" "$2" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
spread() { column "$1" "$2" | awk 'NR == 1 { low = $1 } { high = $1 } END { print low ".." high }'; }

printf '\n%-6s %14s %22s %12s %18s\n' "" "requests/s" "spread" "p99 us" "spread"
for name in nginx gate; do
  printf '%-6s %14d %22s %12d %18s\n' "$name" "$(median $name 2)" "$(spread $name 2)" "$(median $name 3)" "$(spread $name 3)"
done
awk -v gr="$(median gate 2)" -v nr="$(median nginx 2)" -v gp="$(median gate 3)" -v np="$(median nginx 3)" 'BEGIN {
  printf "\nrequests/s: %.2f of nginx (target: at least 0.9)\np99: %.2f of nginx (target: at most 1.5)\n", gr / nr, gp / np
  exit !(gr >= 0.9 * nr && gp <= 1.5 * np) }'
