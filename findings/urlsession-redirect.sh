#!/usr/bin/env bash
# Foundation of Swift 6.3.1 on Linux (FoundationNetworking).
#
# A POST that is answered by 307 or 308 is sent again by URLSession to the new place, as a POST,
# with its content-type and `content-length: 0`: the body is gone. The caller gets what the second
# place says to that, a 200 for one, and no error. curl with the same answers sends it both times.
#
# One would guess otherwise: 307 and 308 are there so that method and body are kept, which 301 and
# 302 don't promise, and the new request that a delegate is asked about does have the body.
#
# What follows: an upload behind a redirect to https or to another host is stored as an empty file.
# To set the body again in the delegate is no help, as it's there. Refuse the redirect with
# `completionHandler(nil)`, which hands over the 307 itself, and send a request of one's own.
set -euo pipefail

for tool in swiftc python3 curl; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done
[[ $(swiftc --version 2>&1) =~ Swift\ version\ ([0-9.]+) ]]
echo "version: Foundation of Swift ${BASH_REMATCH[1]}, $(curl --version | cut -d' ' -f1,2 | sed 1q)"
[ "${BASH_REMATCH[1]}" = 6.3.1 ] || echo "note: another version; seen with 6.3.1"

folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" || true; rm -rf "$folder"' EXIT
cd "$folder"
cat >serve.py <<'TEXT'
import http.server


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        size = len(self.rfile.read(int(self.headers["content-length"])))
        moved = self.path in ("/307", "/308")
        body = b"" if moved else b"POST with %d bytes of %s" % (
            size, self.headers["content-type"].encode())
        self.send_response(int(self.path[1:]) if moved else 200)
        if moved:
            self.send_header("location", "/there")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
TEXT
cat >ask.swift <<'TEXT'
import Foundation
import FoundationNetworking

final class Asked: NSObject, URLSessionTaskDelegate {
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection: HTTPURLResponse,
    newRequest: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    print("delegate, \(willPerformHTTPRedirection.statusCode): to be sent:",
      newRequest.httpMethod ?? "none", "with \(newRequest.httpBody?.count ?? 0) bytes")
    completionHandler(newRequest)
  }
}

@main struct Ask {
  static func main() async throws {
    for path in ["307", "308", "there"] {
      var request = URLRequest(url: URL(string: CommandLine.arguments[1] + path)!)
      request.httpMethod = "POST"
      request.setValue("text/plain", forHTTPHeaderField: "content-type")
      request.httpBody = Data("a letter".utf8)
      let session = URLSession(configuration: .ephemeral, delegate: Asked(), delegateQueue: nil)
      let (body, response) = try await session.data(for: request)
      let status = (response as! HTTPURLResponse).statusCode
      print("URLSession, \(path): \(status), \(String(decoding: body, as: UTF8.self))")
    }
  }
}
TEXT
swiftc -parse-as-library ask.swift -o ask >build.log 2>&1 || { tail -20 build.log >&2; exit 2; }
python3 serve.py >port &
server=$!
for _ in {1..50}; do [ -s port ] && break; sleep 0.1; done
url=http://127.0.0.1:$(cat port)
{
  ./ask "$url/"
  for path in 307 308; do
    echo "curl, $path: $(curl -sSL -w '%{stderr}%{http_code}' -H 'content-type: text/plain' \
      -d 'a letter' "$url/$path" 2>code), $(cat code)"
  done
} >seen

echo "expected: a POST with 8 bytes arrives in all five"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: other requests arrived before" >&2; exit 1; }
delegate, 307: to be sent: POST with 8 bytes
URLSession, 307: 200, POST with 0 bytes of text/plain
delegate, 308: to be sent: POST with 8 bytes
URLSession, 308: 200, POST with 0 bytes of text/plain
URLSession, there: 200, POST with 8 bytes of text/plain
curl, 307: POST with 8 bytes of text/plain, 200
curl, 308: POST with 8 bytes of text/plain, 200
TEXT
echo "holds: URLSession follows 307 and 308 without the body"
