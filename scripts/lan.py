"""Serve the demonstration over HTTPS in this network, and beside it, in plain HTTP, the certificate and how to trust it."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import segno

from scripts import certificates, run, service, trust_page
from scripts.console import ROOT, Steps, Trouble, run_main

PORT, HELP_PORT = 8443, 8081


def addresses() -> list[str]:
    """Return this machine's addresses in its networks, the one of the default route first."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: choosing a route sends nothing
            found.append(probe.getsockname()[0])
        except OSError:
            pass
    try:
        said = subprocess.run(["hostname", "-I"], check=False, capture_output=True, text=True).stdout.split()
    except OSError:
        said = []
    return list(dict.fromkeys(one for one in [*found, *said] if "." in one and not one.startswith("127.")))


def helper(port: int, page: str, authority: Path) -> ThreadingHTTPServer:
    """Return a server that gives out the page of steps and the authority's certificate, and nothing else."""
    files = {
        "/": ("text/html; charset=utf-8", page.encode()),
        "/fangcha-ca.crt": ("application/x-x509-ca-cert", authority.read_bytes()),
        "/style.css": ("text/css; charset=utf-8", trust_page.STYLE.encode()),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = files.get(self.path.split("?")[0], ("", b""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'")
            if self.path.endswith(".crt"):
                self.send_header("Content-Disposition", 'attachment; filename="fangcha-ca.crt"')
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    return ThreadingHTTPServer(("0.0.0.0", port), Handler)


def told(url: str, help_url: str, passwords: str) -> str:
    """Return what stands on the screen while the server runs."""
    picture = "\n".join(f"  {line}" for line in qr(url).splitlines())
    return f"""
{picture}

  Phone 手机       {url}
  First 首次使用   {help_url}   trust the certificate once 先信任一次证书
  By cable 数据线  make run, then 再运行  adb reverse tcp:8080 tcp:8080, open 打开 http://localhost:8080

  {passwords}

  Stop 停止        Ctrl-C
"""


def qr(url: str) -> str:
    """Return the address as a picture of half blocks."""
    import io  # noqa: PLC0415

    out = io.StringIO()
    segno.make(url, error="m").terminal(out=out, compact=True, border=2)
    return out.getvalue()


def main() -> int:
    """Make the certificates, fill the database, serve."""
    env = dict(os.environ)
    port, help_port = int(env.get("PORT") or PORT), int(env.get("HELP_PORT") or HELP_PORT)
    data_dir = Path(env.get("DATA_DIR") or ROOT / "var" / "phone").expanduser().resolve()
    for one in (port, help_port):
        service.check_port("0.0.0.0", one)
    service.check_data_dir(data_dir)
    lan = [env["LAN_IP"]] if env.get("LAN_IP") else addresses()
    if not lan:
        raise Trouble("This machine is in no network: join the phone's Wi-Fi, or name the address yourself: LAN_IP=192.168.1.20 make phone")
    files = certificates.ensure(data_dir / "ca", socket.gethostname().lower(), lan, datetime.now(UTC))
    url, help_url = f"https://{lan[0]}:{port}", f"http://{lan[0]}:{help_port}"
    env |= {
        "HOST": "0.0.0.0", "PORT": str(port), "DATA_DIR": str(data_dir), "DEMO": "1", "HTTPS": "1", "SECURE_URL": url,
        "TLS_CERT": str(files.certificate), "TLS_KEY": str(files.key), "DATABASE_URL": "", "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    steps = Steps(3)
    run.fill(steps, run.read_settings(env), env)
    passwords = run.flask(env, "demo", "passwords")
    site = helper(help_port, trust_page.page(url), files.authority)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    try:
        return run.serve(steps, f"https://127.0.0.1:{port}", env, told(url, help_url, passwords), authority=str(files.authority))
    finally:
        site.shutdown()


if __name__ == "__main__":
    run_main(main)
