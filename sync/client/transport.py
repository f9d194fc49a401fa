"""How a headless device reaches a server: one function from a request to a response.

A transport raises `ConnectionError` or `TimeoutError` when it does not know whether the server acted; the device then asks again.
"""

from __future__ import annotations

import http.client
import json
import ssl
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; `path` carries the query."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP answer; names of headers are in lower case, and only the last of a name is kept, besides cookies.

    Attributes:
        cookies: the raw `Set-Cookie` lines.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()

    def inflated(self) -> bytes:
        """Return the body without its compression.

        Raises:
            zlib.error: it is not what its header says.
        """
        return zlib.decompress(self.body, zlib.MAX_WBITS | 16) if self.headers.get("content-encoding") == "gzip" else self.body

    def problem(self) -> str:
        """Return the status, and the code if the body is a problem of ours. Raises nothing."""
        try:
            code = json.loads(self.inflated()).get("code")
        except (ValueError, AttributeError, zlib.error):
            code = None
        return f"{self.status} {code or 'without a code'}"


Transport = Callable[[Request], Response]


class WsgiClient(Protocol):
    """What is used of a test client such as Flask's; open it with `use_cookies=False`."""

    def open(self, path: str, **options: Any) -> Any:
        """Send one request and return the answer."""


def wsgi_transport(client: WsgiClient) -> Transport:
    """Return a transport over a WSGI test client. Raises nothing itself."""

    def send(request: Request) -> Response:
        answer = client.open(request.path, method=request.method, headers=dict(request.headers), data=request.body)
        return _response(answer.status_code, list(answer.headers.items()), answer.get_data())

    return send


class http_transport:  # noqa: N801 - it is called like the function beside it
    """A transport over one kept-alive connection; one thread each, `close` when done.

    Raises, when called:
        ConnectionError, TimeoutError: the connection broke; it is opened anew at the next request.
    """

    def __init__(self, base_url: str, *, timeout_s: float = 60, context: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(base_url)
        host, port = parts.hostname or "127.0.0.1", parts.port
        if parts.scheme == "https":
            self._connection: http.client.HTTPConnection = http.client.HTTPSConnection(host, port, timeout=timeout_s, context=context)
        else:
            self._connection = http.client.HTTPConnection(host, port, timeout=timeout_s)

    def __call__(self, request: Request) -> Response:
        """Send one request and return the answer."""
        try:
            self._connection.request(request.method, request.path, body=request.body, headers=dict(request.headers))
            answer = self._connection.getresponse()
            return _response(answer.status, answer.getheaders(), answer.read())
        except (http.client.HTTPException, OSError) as error:
            self._connection.close()
            if isinstance(error, OSError):
                raise
            raise ConnectionError(str(error)) from error

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _response(status: int, headers: list[tuple[str, str]], body: bytes) -> Response:
    cookies = tuple(value for name, value in headers if name.lower() == "set-cookie")
    return Response(status, {name.lower(): value for name, value in headers}, body, cookies)
