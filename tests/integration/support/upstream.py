"""What stands behind the proxy: an HTTP server that remembers what reached it."""

import http.server
import threading


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if "chunked" in (self.headers.get("Transfer-Encoding") or ""):
            body = self._read_chunks()
        self.server.upstream.record(self.command, self.path, self.headers, body)
        answer = b"upstream was reached\n"
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _read_chunks(self):
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    do_GET = do_POST = do_PUT = do_DELETE = _answer

    def log_message(self, format, *args):
        pass


class Upstream:
    def __init__(self):
        self._lock = threading.Lock()
        self._requests = []
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.upstream = self
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def record(self, *request):
        with self._lock:
            self._requests.append(request)

    def take(self):
        """The requests (method, path, headers, body) that came since the last call."""
        with self._lock:
            taken, self._requests = self._requests, []
        return taken

    def close(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
