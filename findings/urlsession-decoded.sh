#!/usr/bin/env bash
# Foundation of Swift 6.3.1 on Linux (FoundationNetworking).
#
# A request that sets `accept-encoding: identity` is sent with it. If the answer is compressed all
# the same, as a file that is stored compressed may be, URLSession hands over the bytes that it
# decoded, with the `content-encoding` and `content-length` of those that were sent. A delegate
# gets the same. No setting of URLSessionConfiguration or URLRequest turns it off.
#
# One would guess otherwise: who names the codings takes over the decoding (curl decodes only if
# asked to), and an answer's length and coding describe the body that comes with them.
#
# What follows: what checks an answer's hash as sent, stores it or passes it on cannot use
# URLSession; a proxy would say "gzip" of plain bytes, and a bar of progress runs beyond its end.
set -euo pipefail

for tool in swiftc python3; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done
[[ $(swiftc --version 2>&1) =~ Swift\ version\ ([0-9.]+) ]]
echo "version: Foundation of Swift ${BASH_REMATCH[1]}"
[ "${BASH_REMATCH[1]}" = 6.3.1 ] || echo "note: another version; seen with 6.3.1"

folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" || true; rm -rf "$folder"' EXIT
cd "$folder"
cat >serve.py <<'TEXT'
import gzip, http.server

SENT = gzip.compress(b"one line, and again\n" * 200, mtime=0)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        with open("asked", "a") as log:
            print(self.headers.get_all("accept-encoding"), file=log)
        self.send_response(200)
        self.send_header("content-encoding", "gzip")
        self.send_header("content-length", str(len(SENT)))
        self.end_headers()
        self.wfile.write(SENT)

    def log_message(self, *arguments):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
with open("sent", "w") as file:
    file.write(str(len(SENT)))
print(server.server_port, flush=True)
server.serve_forever()
TEXT
cat >ask.swift <<'TEXT'
import Foundation
import FoundationNetworking

final class Receiver: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  var count = 0
  let end = DispatchSemaphore(value: 0)

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    count += data.count
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    end.signal()
  }
}

@main struct Ask {
  static func main() async throws {
    var request = URLRequest(url: URL(string: CommandLine.arguments[1])!)
    request.setValue("identity", forHTTPHeaderField: "accept-encoding")
    let (body, response) = try await URLSession(configuration: .ephemeral).data(for: request)
    let answer = response as! HTTPURLResponse
    let coding = answer.value(forHTTPHeaderField: "content-encoding") ?? "none"
    let length = answer.value(forHTTPHeaderField: "content-length") ?? "none"
    print("content-encoding \(coding), content-length \(length), body \(body.count) bytes")
    print("to a delegate: \(received(request)) bytes")
  }

  static func received(_ request: URLRequest) -> Int {
    let receiver = Receiver()
    let session = URLSession(configuration: .ephemeral, delegate: receiver, delegateQueue: nil)
    session.dataTask(with: request).resume()
    receiver.end.wait()
    return receiver.count
  }
}
TEXT
swiftc -parse-as-library ask.swift -o ask >build.log 2>&1 || { tail -20 build.log >&2; exit 2; }
python3 serve.py >port &
server=$!
for _ in {1..50}; do [ -s port ] && break; sleep 0.1; done
./ask "http://127.0.0.1:$(cat port)/" >seen

sent=$(cat sent)
echo "expected: the $sent bytes that were sent, or no content-encoding and a length of 4000"
echo "seen: accept-encoding as the server got it: $(sort -u asked)"
sed 's/^/seen: /' seen
[ "$(sort -u asked)" = "['identity']" ] &&
  diff - seen >/dev/null <<TEXT || { echo "changed: other bytes or fields" >&2; exit 1; }
content-encoding gzip, content-length $sent, body 4000 bytes
to a delegate: 4000 bytes
TEXT
echo "holds: URLSession decodes what it did not ask for, and keeps the fields of what was sent"
