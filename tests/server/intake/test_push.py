"""Pushes: what is stored, what the phone is told, and that nothing well-formed is ever refused."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from server import intake
from server.intake.models import DeviceHead, Op, OpBody, OpPart, SignedHead
from server.ledger.models import Leaf
from sync import merkle
from tests.server.intake.phone import Phone, database_of, make_user, reasons, statuses


@pytest.fixture
def phone(app_on_both: Flask) -> Phone:
    return Phone(app_on_both, make_user(app_on_both))


def count(app: Flask, model: type) -> int:
    with database_of(app).unit_of_work() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_pushed_visit_is_stored_logged_and_receipted(phone: Phone) -> None:
    visit = phone.visit()
    answer = phone.push()
    assert statuses(answer) == ["accepted"] * 4
    assert answer["expected_seq"] == 5
    assert answer["head"] == {"epoch": phone.epoch, "seq": 4, "hash": phone.hashes[-1]}
    with database_of(phone.app).unit_of_work() as session:
        stored = intake.ops_of(session, visit)
        leaves = list(session.scalars(select(Leaf).order_by(Leaf.position)))
    assert [op.kind for op in stored] == ["visit.opened", "answers.given", "visit.closed"]
    assert [op.hash for op in stored] == phone.hashes[1:]
    assert all(op.signed and op.counted and op.author == phone.user_id for op in stored)
    assert stored[1].part_json()["answers"] == {"note": "屋顶漏雨"}
    assert hashlib.sha256(stored[1].body or b"").hexdigest() == stored[1].body_sha256
    for result, digest in zip(answer["results"], phone.hashes, strict=True):
        leaf = leaves[result["receipt"]["index"]]
        assert leaf.data.decode() == result["receipt"]["leaf"]
        assert json.loads(leaf.data) == {"g": "-" if digest == phone.hashes[0] else "350923-2026-RC", "h": digest, "t": "op", "v": 1}


def test_the_receipts_stand_under_the_root_of_the_checkpoint(phone: Phone) -> None:
    phone.visit()
    answer = phone.push()
    _origin, size, root, *_ = answer["checkpoint"].split("\n")
    with database_of(phone.app).unit_of_work() as session:
        leaves = list(session.scalars(select(Leaf.data).order_by(Leaf.position)))
    hashes = [merkle.leaf_hash(data) for data in leaves]
    for result in answer["results"]:
        assert hashes[result["receipt"]["index"]] == merkle.leaf_hash(result["receipt"]["leaf"].encode())
    edge = merkle.Frontier(0, [])
    for one in hashes:
        edge.append(one)
    assert (int(size), base64.b64decode(root)) == (len(leaves), edge.root())


def test_a_replayed_push_gets_the_first_receipts_again_and_writes_nothing(phone: Phone) -> None:
    phone.visit()
    first, second = phone.push(1, 4), phone.push(1, 4)
    assert statuses(second) == ["duplicate"] * 4
    assert [one["receipt"] for one in first["results"]] == [one["receipt"] for one in second["results"]]
    assert (count(phone.app, Op), count(phone.app, Leaf)) == (4, 4)


def test_a_push_that_overlaps_is_stored_from_where_it_is_new(phone: Phone) -> None:
    phone.visit()
    phone.push(1, 2)
    assert statuses(phone.push(1, 4)) == ["duplicate"] * 2 + ["accepted"] * 2


def test_five_parallel_pushes_of_the_same_ops_leave_one_of_each(phone: Phone) -> None:
    phone.visit()
    frame = phone.frame(1, 4)
    with ThreadPoolExecutor(5) as pool:
        answers = [json.loads(one.data) for one in pool.map(lambda _: phone.send(frame), range(5))]
    found = sorted(tuple(statuses(one)) for one in answers)
    assert found == [("accepted",) * 4] + [("duplicate",) * 4] * 4
    assert len({json.dumps([one["receipt"] for one in answer["results"]]) for answer in answers}) == 1
    assert [count(phone.app, model) for model in (Op, OpBody, OpPart, Leaf, DeviceHead, SignedHead)] == [4, 4, 1, 4, 1, 1]


def test_a_push_after_a_hole_is_a_gap_and_nothing_of_it_is_stored(phone: Phone) -> None:
    phone.visit()
    phone.push(1, 1)
    answer = phone.push(3, 4)
    assert (statuses(answer), answer["expected_seq"]) == (["gap"] * 2, 2)
    assert count(phone.app, Op) == 1
    assert statuses(phone.push(2, 4)) == ["accepted"] * 3


@pytest.mark.parametrize("fault", ["head", "grammar", "body", "wrap", "foreign"])
def test_a_batch_that_is_not_what_the_phone_wrote_is_bad_and_nothing_is_stored(phone: Phone, fault: str) -> None:
    phone.visit()
    frame = json.loads(json.dumps(phone.frame(1, 4)))
    if fault == "head":
        frame["ops"][2]["wall_ms"] += 1
    elif fault == "grammar":
        frame["ops"][1]["scope"] = "lower"
    elif fault == "body":
        sealed = frame["ops"][1]["body"]
        frame["ops"][1]["body"] = sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]
    elif fault == "wrap":
        frame["wraps"] = frame["wraps"][:1]
    else:
        frame["ops"][1]["body"] = frame["ops"][2]["body"]
    answer = json.loads(phone.send(frame).data)
    assert (statuses(answer), answer["expected_seq"]) == (["bad_hash"] * 4, 1)
    assert (count(phone.app, Op), count(phone.app, Leaf)) == (0, 0)


def test_a_damaged_body_is_stored_as_a_place_and_the_next_ops_flow(phone: Phone) -> None:
    visit = phone.visit()
    frame = phone.frame(1, 4)
    broken = {name: value for name, value in frame["ops"][2].items() if name not in {"body", "part"}}
    with database_of(phone.app).unit_of_work() as session:
        assert intake.ops_of(session, visit) == []
    envelope_body = _body_sha256(phone, 3)
    frame["ops"] = [*frame["ops"][:2], broken | {"damaged": True, "body_sha256": envelope_body}, frame["ops"][3]]
    answer = json.loads(phone.send(frame).data)
    assert statuses(answer) == ["accepted", "accepted", "quarantined", "accepted"]
    assert reasons(answer)[2] == "damaged"
    with database_of(phone.app).unit_of_work() as session:
        damaged = intake.ops_of(session, visit)[1]
    assert (damaged.body, damaged.part, damaged.counted, damaged.hash) == (None, None, False, phone.hashes[2])


def _body_sha256(phone: Phone, seq: int) -> str:
    from sync import ops, sealing

    sent = phone.written[seq - 1]
    body = sealing.open_text(phone.item_keys[sent["subject"]], sent["op_id"], "body", ops.from_base64url(sent["body"]))
    return hashlib.sha256(body).hexdigest()


def test_two_copies_of_one_phone_fork_and_both_are_kept(phone: Phone) -> None:
    phone.push()
    copy = phone.clone()
    visit, other = phone.visit(), copy.visit()
    assert statuses(phone.push(2, 4)) == ["accepted"] * 3
    answer = copy.push(2, 3)
    assert statuses(answer) == ["fork"] * 2
    assert answer["head"]["hash"] == phone.hashes[3]
    assert statuses(copy.push(4, 4)) == ["fork"]
    assert statuses(copy.push(2, 4)) == ["duplicate"] * 3
    with database_of(phone.app).unit_of_work() as session:
        assert {op.branch for op in intake.ops_of(session, other)} == {copy.hashes[1]}
        assert [op.counted for op in intake.ops_of(session, other)] == [False] * 3
        assert [op.branch for op in intake.ops_of(session, visit)] == [""] * 3
    assert count(phone.app, Leaf) == 7


def test_a_phone_that_forked_goes_on_in_a_new_epoch(phone: Phone) -> None:
    phone.push()
    copy = phone.clone()
    phone.visit()
    copy.visit()
    phone.push(2, 4)
    copy.push(2, 4)
    old = (copy.epoch, 4, copy.hashes[3])
    copy.epoch, copy.written, copy.hashes, copy.acknowledged = "00112233445566aa", [], [], 0
    copy.start_epoch(old, "fork")
    copy.visit()
    assert statuses(copy.push()) == ["accepted"] * 4


def test_an_epoch_whose_start_names_another_past_is_quarantined(phone: Phone) -> None:
    phone.push()
    old = (phone.epoch, 1, "e" * 64)
    phone.epoch, phone.written, phone.hashes, phone.acknowledged = "00112233445566aa", [], [], 0
    phone.start_epoch(old, "restored")
    answer = phone.push()
    assert (statuses(answer), reasons(answer)) == (["quarantined"], ["bad_body"])


def test_what_is_not_understood_is_quarantined_with_its_reason_and_does_not_stop_the_rest(phone: Phone) -> None:
    visit = str(uuid.uuid4())
    phone.write("visit.teleported", {}, subject=visit)
    phone.write("photo.discarded", {"sha256": "a" * 64, "reason": "blurred"}, subject=visit, schema=2)
    phone.write("photo.discarded", {"sha256": 7}, subject=visit)
    phone.write("photo.discarded", b'{"nonce": 1, "a": 1.5}', subject=visit)
    phone.write("photo.discarded", b"\xff\xfe poison", subject=visit)
    phone.write("photo.discarded", b"[" * 20_000, subject=visit)
    phone.write("photo.discarded", b"1" * 20_000, subject=visit)
    phone.write("epoch.started", {"prev_epoch": "0" * 16, "prev_seq": 0, "prev_hash": "0" * 64, "reason": "again"}, subject="-", scope="-")
    phone.write("photo.captured", {"shot": "door", "media": [{"sha256": "x"}]}, subject=visit)
    phone.visit(visit)
    answer = phone.push()
    bad = ["unknown_kind", "unknown_schema"] + ["bad_body"] * 7
    assert reasons(answer) == [None, *bad, None, None, None]
    assert statuses(answer) == ["accepted"] + ["quarantined"] * 9 + ["accepted"] * 3
    assert all("receipt" in result for result in answer["results"])


def test_a_part_that_the_body_does_not_name_is_kept_in_quarantine(phone: Phone) -> None:
    visit = str(uuid.uuid4())
    body = b'{"nonce":"AAECAwQFBgcICQoLDA0ODw","checklist":{"id":"a","version":1,"sha256":"%s"},"answers":{}}' % (b"c" * 64)
    phone.write("answers.given", body, subject=visit, part={"answers": {}})
    assert reasons(phone.push()) == [None, "bad_body"]


def test_an_epoch_that_starts_with_a_visit_is_quarantined(phone: Phone) -> None:
    phone.written, phone.hashes = [], []
    phone.visit()
    answer = phone.push()
    assert reasons(answer) == ["no_epoch_start", None, None]


def test_unsigned_ops_are_stored_and_marked_and_a_wrong_signature_is_quarantined(phone: Phone) -> None:
    visit, other = phone.visit(), phone.visit()
    assert statuses(phone.push(1, 4, sig=None)) == ["accepted"] * 4
    good = phone.frame(5, 7)["sig"]
    swapped = ("A" if good[0] != "A" else "B") + good[1:]
    answer = phone.push(5, 7, sig=swapped)
    assert reasons(answer) == ["bad_signature"] * 3
    with database_of(phone.app).unit_of_work() as session:
        assert not any(op.signed for op in intake.ops_of(session, visit) + intake.ops_of(session, other))


def test_a_revoked_phone_and_an_inactive_author_are_heard_but_not_counted(phone: Phone) -> None:
    from server import accounts
    from server.accounts.models import User

    phone.visit()
    phone.visit()
    with database_of(phone.app).unit_of_work(write=True) as session:
        session.get_one(User, phone.user_id).active = False
    assert reasons(phone.push(1, 4)) == ["author_inactive"] * 4
    with phone.app.app_context(), database_of(phone.app).unit_of_work(write=True) as session:
        accounts.revoke_device(session, phone.device, 1)
    assert reasons(phone.push(5, 7)) == ["device_revoked"] * 3


def test_a_revoked_phone_may_not_send_without_end(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    from server.accounts.models import Device
    from server.intake import storing

    monkeypatch.setattr(storing, "REVOKED_QUOTA", 3)
    phone.visit()
    with database_of(phone.app).unit_of_work(write=True) as session:
        session.get_one(Device, phone.device).revoked_ms = 1
    assert phone.send(phone.frame(1, 4)).status_code == 429
    assert statuses(phone.push(1, 3)) == ["quarantined"] * 3


def test_an_empty_push_tells_where_the_server_stands(phone: Phone) -> None:
    phone.push()
    answer = phone.push(2, 1)
    assert (answer["results"], answer["expected_seq"]) == ([], 2)


def test_ops_bodies_and_parts_cannot_be_changed_or_deleted(phone: Phone) -> None:
    phone.visit()
    phone.push()
    statements = [
        "DELETE FROM ops", "UPDATE ops SET seq = seq + 10", "DELETE FROM op_bodies", "UPDATE op_bodies SET data = data",
        "DELETE FROM op_parts", "UPDATE op_parts SET sealed = sealed", "DELETE FROM leaves",
    ]  # fmt: skip
    for statement in statements:
        with pytest.raises(DBAPIError), database_of(phone.app).unit_of_work(write=True) as session:
            session.execute(text(statement))
    with database_of(phone.app).unit_of_work(write=True) as session:
        session.execute(text("UPDATE ops SET status = 'accepted'"))
        session.execute(text("INSERT INTO erasures VALUES (:h, 'part', '-', 'asked', 1)"), {"h": phone.hashes[2]})
        session.execute(text("DELETE FROM op_parts WHERE op_hash = :h"), {"h": phone.hashes[2]})
    assert count(phone.app, OpPart) == 0


def test_who_carries_anothers_queue_is_noted(phone: Phone) -> None:
    from tests.server.intake.phone import open_session

    visit = phone.visit()
    other = make_user(phone.app)
    answer = json.loads(phone.send(phone.frame(1, 4, pull={"cursor": None}), cookie=open_session(phone.app, other)).data)
    assert "pull" not in answer
    with database_of(phone.app).unit_of_work() as session:
        assert {(op.author, op.courier) for op in intake.ops_of(session, visit)} == {(phone.user_id, other)}
