"""The headless device against an office in memory: every answer of the protocol, and every way in which a connection fails."""

from __future__ import annotations

import gzip
import http.server
import json
import pickle
import threading
from collections.abc import Callable, Iterator
from itertools import count
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import ops
from sync.chain import Head, verify_next
from sync.client import Device, OutFile, Photo, Request, Response, Signature, State, Visit, http_transport, wsgi_transport
from sync.errors import ClientError
from tests.sync.office import NOW_MS, Office

CHECKLIST = {"id": "household-short", "version": 1, "sha256": "c" * 64}
ASSIGNMENT = {
    "id": "0d3f9c1e-7b52-4a86-b1c4-2f9e83d7a610", "campaign": "350722-2026-RC", "attempt": 2, "checklist": CHECKLIST,
    "leader": "11111111-1111-4111-8111-111111111111", "partner": "22222222-2222-4222-8222-222222222222", "mode": "unannounced",
}  # fmt: skip
HOUSEHOLD = {"id": "7c0f0d2e-5a3b-4c1d-9e8f-001122334455", "point": {"lat_e7": 271234567, "lon_e7": 1180456789}}
ANSWERS = {"core": {"lives_here": "yes"}, "part": {"who": ["王桂花"]}}


def clock_from(start: int) -> Callable[[], int]:
    ticks = count(start, 1000)
    return lambda: next(ticks)


def chance(seed: int = 0) -> Callable[[int], bytes]:
    calls = count(seed << 32)
    return lambda size: (next(calls).to_bytes(8, "big") * (size // 8 + 1))[-size:]


def make_device(office: Office, state: State | None = None, seed: int = 0) -> Device:
    return Device(state or State(), office, clock_from(NOW_MS), chance(seed))


def enrolled(office: Office) -> Device:
    device = make_device(office)
    device.sign_in("lin", "right")
    device.enrol("test")
    return device


def a_visit(attempt: int = 1, photos: int = 3, **changes: Any) -> Visit:
    pictures = [Photo(f"shot{n}", f"jpeg {attempt} {n} ".encode() * 900, item="door") for n in range(photos)]
    signed = [Signature("respondent", read_text="常住：是\n", strokes={"w": 9}, name="王桂花"), Signature("leader")]
    made: dict[str, Any] = {
        "assignment": {**ASSIGNMENT, "attempt": attempt},
        "photos": pictures,
        "signatures": signed,
        "answers": ANSWERS,
        **changes,
    }
    return Visit(household=HOUSEHOLD, **made)


def assert_arrived(office: Office, device: Device) -> None:
    assert {op.envelope.hash for op in office.stored.values()} == {op.hash for op in device.state.ops}
    assert set(office.blobs) == set(device.state.files)
    assert not list(device.state.pending())
    assert not device.state.missing_files()


def test_a_whole_visit_arrives_with_its_photos() -> None:
    office = Office()
    device = enrolled(office)
    visit = device.visit(a_visit(attempt=2))
    device.drain()
    assert_arrived(office, device)
    assert visit == ops.visit_id(ASSIGNMENT["id"], 2)  # type: ignore[arg-type]  # a text in the row
    kinds = [op.envelope.kind for op in office.stored.values()]
    assert kinds == ["epoch.started", "visit.opened", *["photo.captured"] * 3, *["signature.given"] * 2, "answers.given", "visit.closed"]
    closed = next(op for op in office.stored.values() if op.envelope.kind == "visit.closed")
    assert (closed.body or {})["op_count"] == 7
    assert device.state.base.startswith(f"1:{len(office.leaves)}:")
    assert all(file.sealed is None for file in device.state.files.values())


def test_an_idle_device_asks_once_and_gets_its_rows() -> None:
    office = Office(rows=[{"kind": "setting", "id": "office", "rev": 1, "audience": "all", "data": {"hotline": "12345"}}])
    device = enrolled(office)
    device.drain()
    before = device.round_trips
    device.push(pull=True)
    assert device.round_trips == before + 1
    assert device.state.rows["setting", "office"] == {"hotline": "12345"}


def test_pull_goes_on_until_nothing_is_left_and_null_removes_a_row() -> None:
    rows = [{"kind": "person", "id": str(n), "rev": n, "audience": "all", "data": {"n": n}} for n in range(4)]
    office = Office(rows=[*rows, {"kind": "person", "id": "2", "rev": 9, "audience": "all", "data": None}])
    assert set(enrolled(office).pull()) == {("person", "0"), ("person", "1"), ("person", "3")}


@pytest.mark.parametrize("result", ["ABSENT", "REFUSED", "UNSAFE"])
def test_a_short_visit_needs_no_answers(result: str) -> None:
    office = Office()
    device = enrolled(office)
    device.visit(a_visit(result=result, answers=None, signatures=(), photos=1, remark="门锁着"))
    device.drain()
    closed = next(op for op in office.stored.values() if op.envelope.kind == "visit.closed")
    assert ((closed.body or {})["result"], (closed.part or {})["remark"]) == (result, "门锁着")


def test_a_visit_nobody_assigned_gets_a_new_id() -> None:
    device = enrolled(Office())
    assignment = {**ASSIGNMENT, "id": None, "partner": None}
    ids = {device.visit(Visit(assignment, {"id": HOUSEHOLD["id"], "point": None}, result="ABSENT")) for _ in range(2)}
    assert len(ids) == 2


def test_a_second_round_names_what_it_replaces() -> None:
    office = Office()
    device = enrolled(office)
    device.visit(a_visit())
    device.visit(a_visit(round_no=2, photos=0, signatures=()))
    device.drain()
    first, second = [op for op in office.stored.values() if op.envelope.kind == "visit.closed"]
    assert (second.body or {})["supersedes"] == first.envelope.hash
    assert (second.body or {})["op_count"] == 1


def test_a_restart_of_the_phone_loses_nothing() -> None:
    office = Office()
    device = enrolled(office)
    device.visit(a_visit())
    device.push()
    again = make_device(office, pickle.loads(pickle.dumps(device.state)), seed=9)
    again.visit(a_visit(attempt=2))
    again.drain()
    assert_arrived(office, again)
    head = None
    for op in sorted(office.stored.values(), key=lambda op: op.envelope.seq):
        head = verify_next(head, op.envelope)
    assert head == Head(again.state.epoch, again.state.seq, again.state.head)


@given(st.integers(2, 5), st.booleans())
def test_cut_connections_leave_one_of_each(every: int, after: bool) -> None:
    turns = count(1)

    def cut(request: Request, handle: Callable[[Request], Response]) -> Response:
        if next(turns) % every or "/api/" in request.path:
            return handle(request)
        if after:
            handle(request)
        raise ConnectionResetError

    office = Office(meddle=cut)
    device = enrolled(office)
    for attempt in range(1, 4):
        device.visit(a_visit(attempt=attempt))
    device.drain(failures=100)
    assert_arrived(office, device)
    assert len(office.leaves) == len(device.state.ops)


def test_a_connection_that_always_breaks_is_given_up() -> None:
    office = Office()
    device = enrolled(office)

    def cut(_request: Request, _handle: Callable[[Request], Response]) -> Response:
        raise TimeoutError

    office.meddle = cut
    with pytest.raises(ClientError, match="too often"):
        device.drain(failures=3)


@pytest.mark.parametrize(
    "page",
    [
        Response(200, {"content-type": "text/html"}, b"<h1>Welcome to the hotel</h1>"),
        Response(502, {}, b"bad gateway"),
        Response(401, {"content-type": "application/problem+json"}, b'{"code":"device-unknown"}'),
    ],
)
def test_what_is_no_answer_of_the_protocol_confirms_nothing(page: Response) -> None:
    office = Office()
    device = enrolled(office)
    office.meddle = lambda _request, _handle: page
    with pytest.raises(ClientError, match=str(page.status)):
        device.push()
    assert list(device.state.pending())


def test_a_batch_that_is_too_large_is_halved() -> None:
    office = Office()
    device = enrolled(office)
    device.visit(a_visit(photos=6))

    def small_door(request: Request, handle: Callable[[Request], Response]) -> Response:
        if request.path == "/sync/v1/push" and len(json.loads(gzip.decompress(request.body))["ops"]) > 3:
            return Response(413, {}, b'{"code":"too-large"}')
        return handle(request)

    office.meddle = small_door
    device.drain()
    assert_arrived(office, device)


def test_a_busy_office_is_asked_again_when_it_says() -> None:
    office = Office()
    waits: list[float] = []
    turns = count()

    def busy(request: Request, handle: Callable[[Request], Response]) -> Response:
        return Response(503, {"retry-after": "2"}, b"") if next(turns) < 3 else handle(request)

    device = enrolled(office)
    office.meddle = busy
    patient = Device(device.state, office, clock_from(NOW_MS), chance(3), waits.append)
    patient.push()
    assert waits == [2.0, 2.0, 2.0]
    office.meddle = lambda _request, _handle: Response(503, {"retry-after": "2"}, b"")
    with pytest.raises(ClientError, match="busy"):
        patient.push()


def test_an_op_that_cannot_be_opened_is_found_and_sent_as_damaged() -> None:
    office = Office()
    device = enrolled(office)
    device.visit(a_visit())
    rotten = device.state.ops[3]  # a photo's op, so that its file is no longer named
    rotten.body = bytes(len(rotten.body or b""))
    first = device.state.epoch
    device.drain(failures=0)
    assert {op.status for op in device.state.ops} == {"accepted", "quarantined"}
    assert rotten.reason == "damaged"
    assert [file.refused for file in device.state.files.values() if not file.stored] == ["403 upload-not-named"]
    assert device.state.epoch != first
    device.visit(a_visit(attempt=2))
    device.drain()
    start = next(op for op in office.stored.values() if op.envelope.epoch == device.state.epoch)
    assert (start.body or {})["reason"] == "damaged"


def test_an_op_that_is_refused_even_as_damaged_stops_the_device() -> None:
    office = Office()
    device = enrolled(office)
    device.drain()
    device.state.keys[device.state.epoch] = device.state.keys[device.state.epoch]
    device.visit(a_visit(photos=0))
    device.state.ops[1].kind = "Not a kind"
    with pytest.raises(ClientError, match="even as damaged"):
        device.drain()


def test_a_cloned_profile_is_a_fork_and_goes_on_in_a_new_epoch() -> None:
    office = Office()
    device = enrolled(office)
    device.drain()
    clone = make_device(office, pickle.loads(pickle.dumps(device.state)), seed=7)
    device.visit(a_visit())
    device.drain()
    clone.visit(a_visit(attempt=3))
    clone.drain()
    assert clone.state.epoch != device.state.epoch
    assert {op.status for op in clone.state.ops} >= {"fork", "accepted"}
    assert len(office.stored) == len({op.hash for op in device.state.ops + clone.state.ops})


def test_an_office_restored_from_backup_gets_again_what_it_lost() -> None:
    office = Office()
    device = enrolled(office)
    device.visit(a_visit())
    device.drain()
    backup = pickle.dumps((office.chains, office.stored, office.leaves, office.blobs))
    device.visit(a_visit(attempt=2, photos=0))
    device.drain()
    office.chains, office.stored, office.leaves, office.blobs = pickle.loads(backup)
    office.generation = 2
    device.visit(a_visit(attempt=3, photos=0))
    device.drain()
    assert_arrived(office, device)


def test_a_gap_goes_back_to_where_the_office_stands() -> None:
    office = Office()
    device = enrolled(office)
    device.visit(a_visit(photos=0))
    device.drain()
    lost = office.chains[device.state.epoch].pop()
    del office.stored[lost]
    device.visit(a_visit(attempt=2, photos=0))
    device.drain()
    assert_arrived(office, device)


def test_a_gap_that_the_device_cannot_fill_is_said() -> None:
    office = Office()
    device = enrolled(office)
    device.drain()
    device.visit(a_visit(photos=0))
    del device.state.ops[1]
    with pytest.raises(ClientError, match="never wrote"):
        device.push()


def test_a_receipt_for_another_op_is_refused() -> None:
    office = Office()
    device = enrolled(office)

    def swap(request: Request, handle: Callable[[Request], Response]) -> Response:
        answer = json.loads(gzip.decompress(handle(request).body))
        answer["results"][0]["receipt"]["leaf"] = '{"g":"-","h":"' + "0" * 64 + '","t":"op","v":1}'
        return Response(200, {"content-type": "application/vnd.fangcha.sync+json"}, json.dumps(answer).encode())

    office.meddle = swap
    with pytest.raises(ClientError, match="another op"):
        device.push()


def test_an_upload_goes_on_where_the_office_stands() -> None:
    office = Office()
    device = enrolled(office)
    device.visit(a_visit(photos=1))
    device.push()
    turns = count(1)

    def cut(request: Request, handle: Callable[[Request], Response]) -> Response:
        answer = handle(request)
        if request.method == "POST" and "uploads" in request.path and next(turns) == 1:
            raise ConnectionResetError
        return answer

    office.meddle = cut
    device.drain()
    assert_arrived(office, device)


def test_chunks_that_were_taken_are_not_sent_again() -> None:
    office = Office()
    device = enrolled(office)
    device.visit(a_visit(photos=1))
    device.push()
    length = len(next(iter(device.state.files.values())).sealed or b"")

    def cut(request: Request, handle: Callable[[Request], Response]) -> Response:
        handle(request)
        raise ConnectionResetError

    office.meddle = lambda request, handle: cut(request, handle) if request.method == "PATCH" else handle(request)
    with pytest.raises(ConnectionResetError):
        device.upload(chunk_bytes=1000)
    office.meddle = lambda request, handle: handle(request)
    device.upload(chunk_bytes=1000)
    assert_arrived(office, device)
    sent = sum(len(request.body) for request in office.requests if "uploads" in request.path)
    assert sent == length


@pytest.mark.parametrize("forget", ["expired", "corrupted"])
def test_an_upload_that_is_gone_begins_again(forget: str) -> None:
    office = Office()
    device = enrolled(office)
    device.visit(a_visit(photos=1))
    device.push()
    turns = count()

    def trouble(request: Request, handle: Callable[[Request], Response]) -> Response:
        if request.method == "PATCH" and next(turns) == 0:
            if forget == "expired":
                office.uploads.clear()
            else:
                office.uploads["u0"]["data"] = bytes(len(office.uploads["u0"]["data"]))
        return handle(request)

    office.meddle = trouble
    device.upload(chunk_bytes=3000)
    assert_arrived(office, device)


def test_a_file_that_no_op_names_is_put_aside() -> None:
    office = Office()
    device = enrolled(office)
    media = device.journal.add_file(device.state.epoch, b"nobody asked", "image/jpeg", "photo")
    device.drain()
    file = device.state.files[media["sha256"]]
    assert (file.refused, file.stored, file.sealed is None) == ("403 upload-not-named", False, False)


def test_an_upload_that_the_office_refuses_otherwise_is_said() -> None:
    office = Office()
    device = enrolled(office)
    device.visit(a_visit(photos=1))
    device.push()
    office.meddle = lambda _request, _handle: Response(507, {}, b'{"code":"storage-full"}')
    with pytest.raises(ClientError, match="507 storage-full"):
        device.upload()


def test_a_file_that_the_office_has_is_not_sent() -> None:
    office = Office()
    device = enrolled(office)
    device.visit(a_visit(photos=1))
    device.push()
    name = next(iter(device.state.files))
    office.blobs[name] = b"here already"
    device.upload()
    assert not device.state.missing_files()


def test_bytes_that_are_gone_on_both_sides_are_said() -> None:
    device = enrolled(Office())
    device.state.files["a" * 64] = OutFile("a" * 64, 1, "image/jpeg", "x", None)
    with pytest.raises(ClientError, match="no longer here"):
        device.upload()


def test_a_wrong_password_is_said_by_its_code() -> None:
    with pytest.raises(ClientError, match="403 wrong-password"):
        make_device(Office()).sign_in("lin", "wrong")


def test_enrolling_again_keeps_id_and_key_and_gets_a_new_token() -> None:
    office = Office()
    device = enrolled(office)
    before = (device.state.device, device.state.secret, device.state.epoch)
    device.enrol("test")
    assert (device.state.device, device.state.secret, device.state.epoch) == before
    assert device.state.token == "t2"
    with pytest.raises(ClientError, match="already"):
        device.journal.new_device()


def test_nothing_is_written_before_the_office_key_is_known() -> None:
    with pytest.raises(ClientError, match="not enrolled"):
        make_device(Office()).visit(a_visit())


class Page(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("X-Seen", self.path)
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def page() -> Iterator[str]:
    server = http.server.HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_request_goes_over_http_as_it_is(page: str) -> None:
    transport = http_transport(page)
    answer = transport(Request("POST", "/x?y=1", {"A": "b"}, b"bytes"))
    assert (answer.status, answer.headers["x-seen"], answer.body, answer.cookies) == (201, "/x?y=1", b"bytes", ("a=1",))
    transport.close()


def test_a_server_that_is_not_there_is_a_connection_error() -> None:
    transport = http_transport("http://127.0.0.1:9")
    with pytest.raises(ConnectionError):
        transport(Request("GET", "/"))


def test_a_test_client_serves_as_transport() -> None:
    class Answer:
        status_code = 200
        headers = MappingProxyType({"Content-Type": "text/plain"})

        def get_data(self) -> bytes:
            return b"ok"

    class Client:
        def open(self, path: str, **options: Any) -> Answer:
            assert (path, options["method"]) == ("/healthz", "GET")
            return Answer()

    answer = wsgi_transport(Client())(Request("GET", "/healthz"))
    assert (answer.status, answer.headers, answer.body) == (200, {"content-type": "text/plain"}, b"ok")
