"""A proxy between browser and server that the test controls: the village's network.

`setOffline` of a browser is not a dead network (it spares service workers in places); a proxy that hangs up is.
"""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Callable

CHUNK = 65_536


class Proxy:
    """Passes TCP on to `upstream` while `up`; hangs up on everybody otherwise."""

    def __init__(self, upstream: tuple[str, int], port: int = 0) -> None:
        self.upstream = upstream
        self.up = True
        self.requests = 0
        # Given the first bytes of a request, tells whether to hang up after the server has answered (a lost answer).
        self.lose_answer: Callable[[bytes], bool] = lambda _head: False
        self._pairs: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """Return the address that the browser opens."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Go out of reach: running connections break, new ones are closed at once."""
        self.up = False
        for one in list(self._pairs):
            _close(one)

    def restore(self) -> None:
        """Come back into reach."""
        self.up = True

    def close(self) -> None:
        """End."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if not self.up:
                _close(client)
                continue
            threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(self.upstream, timeout=10)
        except OSError:
            _close(client)
            return
        self._pairs |= {client, server}
        try:
            self._pump(client, server)
        except OSError:
            pass
        finally:
            self._pairs -= {client, server}
            _close(client)
            _close(server)

    def _pump(self, client: socket.socket, server: socket.socket) -> None:
        lose = False
        while self.up:
            ready, _, _ = select.select([client, server], [], [], 1.0)
            for one in ready:
                data = one.recv(CHUNK)
                if not data:
                    return
                if one is client:
                    if data.split(b" ", 1)[0] in {b"GET", b"POST", b"PATCH", b"HEAD", b"PUT", b"DELETE"}:
                        self.requests += 1
                        lose = self.lose_answer(data)
                    server.sendall(data)
                elif lose:
                    return
                else:
                    client.sendall(data)


def _close(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
