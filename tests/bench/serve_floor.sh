#!/bin/sh
# How the scoring server compares with nginx that gives a fixed answer of the same size: both get the same real
# scoring requests with a key from wrk over kept-alive loopback connections, on the same cores, turn by turn.
# The scoring server checks, scores and writes telemetry; nginx does not even read the body.
#
# usage: serve_floor.sh <folder with serve_floor_host> [rounds [seconds a turn]]
#
# Ends with 0 if everything ran, whatever the figures; 77 if wrk or nginx is not installed.
set -eu

programs=$(cd "${1:?usage: serve_floor.sh <folder with serve_floor_host> [rounds [seconds]]}" && pwd)
rounds=${2:-5}
seconds=${3:-3}
connections=32

PATH=$PATH:/usr/sbin:/sbin
for tool in wrk nginx; do
  if ! command -v "$tool" >/dev/null; then
    echo "serve_floor: $tool is not installed (Debian: wrk, nginx-light; Homebrew: wrk, nginx); nothing was measured."
    exit 77
  fi
done

work=$(mktemp -d)
host= nginx=
finish() {
  exec 3>&- || :
  [ -z "$nginx" ] || kill "$nginx" 2>/dev/null || :
  [ -z "$host" ] || kill "$host" 2>/dev/null || :
  wait || :
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

# The servers share one half of the cores, wrk has the other.
cores=$(getconf _NPROCESSORS_ONLN)
half=$((cores / 2))
[ "$half" -ge 1 ] || half=1
onServers= onClients=
if [ "$cores" -ge 2 ] && command -v taskset >/dev/null; then
  onServers="taskset -c 0-$((half - 1))"
  onClients="taskset -c $half-$((cores - 1))"
fi

# waitFor <command>: tries for ten seconds.
waitFor() {
  tries=0
  until "$@" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || return 1
    sleep 0.1
  done
}

mkfifo "$work/input"
$onServers "$programs/serve_floor_host" "$work" "$half" <"$work/input" >"$work/host" &
host=$!
exec 3>"$work/input" # the host serves until this closes
waitFor grep -q '^body ' "$work/host" || { echo "serve_floor: serve_floor_host does not start."; exit 1; }
port=$(sed -n 's/^port //p' "$work/host")

cat >"$work/score.lua" <<EOF
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer $(sed -n 's/^key //p' "$work/host")"
wrk.body = [==[$(sed -n 's/^body //p' "$work/host")]==]
EOF

cat >"$work/answer.lua" <<EOF
$(cat "$work/score.lua")
function response(status, headers, body)
  local file = io.open("$work/answer", "w")
  file:write(body)
  file:close()
end
EOF
wrk -t1 -c1 -d1 -s "$work/answer.lua" "http://127.0.0.1:$port/endpoints/sample/score" >/dev/null
grep -q '"predictions"' "$work/answer" || { echo "serve_floor: the server does not score."; exit 1; }

user=
[ "$(id -u)" -ne 0 ] || user='user root;'
# startNginx <port>
startNginx() {
  cat >"$work/nginx.conf" <<EOF
$user
worker_processes $half;
daemon off;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path $work/body;
  proxy_temp_path $work/proxy;
  fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi;
  scgi_temp_path $work/scgi;
  keepalive_requests 1000000000;
  default_type application/json;
  server {
    listen 127.0.0.1:$1;
    location / { return 200 '$(cat "$work/answer")'; }
  }
}
EOF
  $onServers nginx -p "$work" -e "$work/error.log" -c "$work/nginx.conf" 3>&- &
  nginx=$!
  waitFor test -s "$work/nginx.pid"
}
# A free port next to the one that the system gave to the scoring server.
nginxPort=$port
for try in 1 2 3 4 5; do
  nginxPort=$((nginxPort > 60000 ? nginxPort - 997 : nginxPort + 997))
  startNginx "$nginxPort" && break
  wait "$nginx" || :
  nginx=
done
[ -n "$nginx" ] || { echo "serve_floor: nginx does not start:"; cat "$work/error.log"; exit 1; }

# measure <url>: requests a second, or an end if an answer was not 200.
measure() {
  $onClients wrk -t"$half" -c"$connections" -d"$seconds" -s "$work/score.lua" "$1" >"$work/wrk"
  if grep -q 'Non-2xx' "$work/wrk"; then
    cat "$work/wrk" >&2
    return 1
  fi
  sed -n 's/^Requests\/sec: *//p' "$work/wrk"
}

echo "$half server thread(s), $connections connections, $rounds rounds of $seconds s; requests a second"
echo "round   nginx  signalbox  ratio"
: >"$work/ratios"
round=0
while [ "$round" -lt "$rounds" ]; do
  round=$((round + 1))
  fixed=$(measure "http://127.0.0.1:$nginxPort/endpoints/sample/score")
  scored=$(measure "http://127.0.0.1:$port/endpoints/sample/score")
  awk -v n="$round" -v a="$fixed" -v b="$scored" 'BEGIN { printf "%5d %7d %10d  %5.2f\n", n, a, b, b / a }'
  awk -v a="$fixed" -v b="$scored" 'BEGIN { print b / a }' >>"$work/ratios"
done
sort -n "$work/ratios" | awk '{ r[NR] = $1 } END { printf "median ratio %.2f (the floor is 0.50)\n",
  NR % 2 ? r[(NR + 1) / 2] : (r[NR / 2] + r[NR / 2 + 1]) / 2 }'

exec 3>&-
hostEnded() { ! kill -0 "$host"; }
waitFor hostEnded || { echo "serve_floor: serve_floor_host does not stop."; exit 1; }
wait "$host"
host=
tail -n 1 "$work/host"
