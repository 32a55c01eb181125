#!/usr/bin/env bash
# Apache httpd 2.4.71 (Debian 12, 2.4.71-1~deb12u1), mod_proxy_http.
#
# With `AllowEncodedSlashes NoDecode`, which lets %2F pass as it is, a reverse proxy answers 400 to
# a path with an encoded percent sign that no digits follow, as `/100%25`, and asks nobody. With
# `On` or `Off` the same path is passed on as it came, and so it is with `NoDecode` if the mapping
# has `nocanon` or `mapping=encoded`.
#
# One would guess otherwise: the directive is about encoded path separators, the path has none, and
# the other two values, one stricter and one laxer, let it through.
#
# What follows: whoever turns it on for keys with a slash loses names with a percent sign, and finds
# no word of it in the log of errors. With `NoDecode` map with `nocanon` or `mapping=encoded`.
set -euo pipefail

seen_with=2.4.71-1~deb12u1
for tool in apt-get dpkg-deb curl python3; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done

folder=$(mktemp -d)
started=()
ended() {
  local id
  for id in "${started[@]}"; do kill "$id" && wait "$id" || true; done
  rm -rf "$folder"
}
trap ended EXIT
cd "$folder"
apt-get download apache2-bin libapr1 libaprutil1 >apt.log 2>&1 ||
  { echo "can't fetch apache2-bin, libapr1 and libaprutil1 (apt-get update?)" >&2; exit 2; }
version=$(dpkg-deb -f apache2-bin_*.deb Version)
echo "version: apache2-bin $version"
[ "$version" = "$seen_with" ] || echo "note: another version; seen with $seen_with"
for package in *.deb; do dpkg-deb -x "$package" unpacked; done

cat >serve.py <<'TEXT'
import http.server


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"passed on as " + self.path.encode())

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
TEXT
python3 serve.py >port &
started+=($!)
for _ in {1..50}; do [ -s port ] && break; sleep 0.1; done
behind=http://127.0.0.1:$(cat port)
free() {
  python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])'
}
modules=$folder/unpacked/usr/lib/apache2/modules
on=$(free) off=$(free) nodecode=$(free)
{
  echo "ServerRoot $folder"
  echo "ServerName localhost"
  echo "PidFile $folder/httpd.pid"
  echo "ErrorLog $folder/error.log"
  echo "DefaultRuntimeDir $folder"
  for name in mpm_event authz_core proxy proxy_http; do
    echo "LoadModule ${name}_module $modules/mod_$name.so"
  done
  for way in "On $on" "Off $off" "NoDecode $nodecode"; do
    read -r value port <<<"$way"
    echo "Listen 127.0.0.1:$port"
    echo "<VirtualHost *:$port>"
    echo "  AllowEncodedSlashes $value"
    echo "  ProxyPass /nocanon/ $behind/ nocanon"
    echo "  ProxyPass /encoded/ $behind/ mapping=encoded"
    echo "  ProxyPass /plain/ $behind/"
    echo "</VirtualHost>"
  done
} >httpd.conf
[ "$(id -u)" != 0 ] || printf 'User nobody\nGroup nogroup\n' >>httpd.conf
LD_LIBRARY_PATH=$(echo "$folder"/unpacked/usr/lib/*-linux-gnu) \
  unpacked/usr/sbin/apache2 -f "$folder/httpd.conf" -DFOREGROUND 2>httpd.log &
started+=($!)
for _ in {1..50}; do curl -s "http://127.0.0.1:$nodecode/" >answer && break; sleep 0.1; done

# asked VALUE PORT PATH : what came of the path.
asked() {
  local status
  status=$(curl -sS -o answer -w '%{http_code}' "http://127.0.0.1:$2/$3")
  if [ "$status" = 200 ]; then status=$(cat answer); fi
  echo "$1, /$3: $status"
}
{
  asked On "$on" plain/100%25
  asked Off "$off" plain/100%25
  asked NoDecode "$nodecode" plain/100%25
  asked NoDecode "$nodecode" plain/a%2Fb%20c
  asked NoDecode "$nodecode" nocanon/100%25
  asked NoDecode "$nodecode" encoded/100%25
  echo "lines of the log about a request: $(grep -c '\[client ' error.log || true)"
} >seen
echo "expected: /100%25 is passed on in all five, and /a%2Fb%20c"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: other paths were passed on" >&2; exit 1; }
On, /plain/100%25: passed on as /100%25
Off, /plain/100%25: passed on as /100%25
NoDecode, /plain/100%25: 400
NoDecode, /plain/a%2Fb%20c: passed on as /a%2Fb%20c
NoDecode, /nocanon/100%25: passed on as /100%25
NoDecode, /encoded/100%25: passed on as /100%25
lines of the log about a request: 0
TEXT
echo "holds: AllowEncodedSlashes NoDecode refuses an encoded percent sign in a proxied path"
