"""A headless device that speaks the wire protocol: tests, the simulator, load and import use it. Needs `cryptography`.

The transport is a function, the clock and chance are functions, and nothing here sleeps, prints or knows a server:

    device = Device(State(), transport, clock, secrets.token_bytes)
    device.sign_in("lin", password)
    device.enrol("bench 1")
    device.visit(Visit(assignment=row, household=household, answers=split, photos=[Photo("door", jpeg)]))
    device.drain()
"""

from sync.client.device import Device
from sync.client.journal import Journal
from sync.client.state import Keyring, OutFile, OutOp, State
from sync.client.transport import Request, Response, Transport, http_transport, wsgi_transport
from sync.client.visits import Photo, Signature, Visit, write_visit

__all__ = [
    "Device",
    "Journal",
    "Keyring",
    "OutFile",
    "OutOp",
    "Photo",
    "Request",
    "Response",
    "Signature",
    "State",
    "Transport",
    "Visit",
    "http_transport",
    "write_visit",
    "wsgi_transport",
]
