#!/usr/bin/env bash
# Caddy 2.6.2 (Debian 12, 2.6.2-5).
#
# A Caddyfile gives two sites on port N: one with `log` into a file of its own, one without any. The
# requests that name the port in `host` are logged as written there. Those that don't, as all do
# when N is reached by way of another port, are routed to the right site all the same, and logged to
# the standard error instead, those for the site without `log` too. So is a request for a host that
# has no site.
#
# One would guess otherwise: which site a request belongs to is decided once, for its answer and for
# its log; and a site without `log` has no access log.
#
# What follows: behind a container's port map or a proxy that leaves `host` as it came, the file
# stays empty, and a filter set there (to leave out addresses, say) is not applied: the full ones
# are in the journal. Set the default logger as well (the global option `log`), and read what both
# have written.
set -euo pipefail

version=2.6.2-5
for tool in apt-get dpkg-deb curl python3; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done

folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" || true; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download "caddy=$version" >apt.log 2>&1 ||
  { echo "can't fetch caddy $version, with which this was seen" >&2; exit 2; }
dpkg-deb -x caddy_*.deb unpacked
echo "version: caddy $version"

port=$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
cat >Caddyfile <<TEXT
{
	admin off
	auto_https off
}

http://logged.example:$port {
	log {
		output file $folder/logged.log
	}
	respond "logged"
}

http://silent.example:$port {
	respond "silent"
}
TEXT
XDG_DATA_HOME=$folder XDG_CONFIG_HOME=$folder unpacked/usr/bin/caddy run 2>standard.log &
server=$!
for _ in {1..100}; do grep -q 'serving initial' standard.log && break; sleep 0.1; done
for host in "logged.example:$port" "silent.example:$port" logged.example silent.example \
  other.example; do
  curl -sS -H "host: $host" "http://127.0.0.1:$port/" | sed 's/$/ answers\n/'
done >answers
kill "$server"
wait "$server" || true
server=

# logged FILE : for which hosts it has lines of the access log.
logged() {
  grep -o '"logger":"http.log.access[^}]*"host":"[^"]*"' "$1" |
    sed 's/.*"host":"//; s/"$//; s/:[0-9]*$/ with port/' | paste -sd, | sed 's/,/, /g'
}
{
  echo "answers: $(paste -sd, answers | sed 's/,/, /g')"
  echo "in its file: $(logged logged.log)"
  echo "in standard error: $(logged standard.log)"
} >seen
echo "expected: both requests for logged.example in its file, none in standard error"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: other requests were logged there" >&2; exit 1; }
answers: logged answers, silent answers, logged answers, silent answers
in its file: logged.example with port
in standard error: logged.example, silent.example, other.example
TEXT
echo "holds: a request whose host has no port is answered by its site and logged past it"
