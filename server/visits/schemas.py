"""Messages of the office room; `pwa/src/office/shapes.ts` says the same to the client."""

from __future__ import annotations

from marshmallow import fields, validate

from server.core.schemas import StrictSchema

RESULTS = ("MET", "ABSENT", "REFUSED", "MOVED", "DECEASED", "INSTITUTION", "NOT_FOUND", "UNSAFE")
TRANSFERS = ("open", "text", "all")


class VisitListArgs(StrictSchema):
    cursor = fields.String(load_default=None, validate=validate.Length(max=200))
    limit = fields.Integer(load_default=40, validate=validate.Range(1, 200))
    transfer = fields.String(load_default=None, validate=validate.OneOf(TRANSFERS))
    result = fields.String(load_default=None, validate=validate.OneOf(RESULTS))


class WordsOut(StrictSchema):
    zh_cn = fields.String(data_key="zh-CN", attribute="zh-CN", required=True)
    en = fields.String(required=True)


class FixOut(StrictSchema):
    lat_e7 = fields.Integer(required=True)
    lon_e7 = fields.Integer(required=True)
    acc_cm = fields.Integer(required=True)
    age_ms = fields.Integer(required=True)
    t_ms = fields.Integer(required=True)


class AlarmRowOut(StrictSchema):
    id = fields.String(required=True)
    visit_id = fields.String(required=True)
    alarm = fields.String(required=True)
    household = fields.String(required=True)
    village = fields.String(required=True)
    raised_ms = fields.Integer(required=True)
    received_ms = fields.Integer(required=True)
    by = fields.String(required=True)
    note = fields.String(required=True, allow_none=True)
    taken_by = fields.String(required=True, allow_none=True)
    taken_ms = fields.Integer(required=True, allow_none=True)


class VisitRowOut(StrictSchema):
    id = fields.String(required=True)
    household = fields.String(required=True)
    number = fields.String(required=True)
    village = fields.String(required=True)
    town = fields.String(required=True)
    result = fields.String(required=True, allow_none=True)
    transfer = fields.String(required=True, validate=validate.OneOf(TRANSFERS))
    review = fields.String(required=True, allow_none=True)
    inspectors = fields.List(fields.String(), required=True)
    visited_ms = fields.Integer(required=True, allow_none=True)
    received_ms = fields.Integer(required=True)
    photos = fields.Integer(required=True)
    photos_missing = fields.Integer(required=True)
    alarms = fields.Integer(required=True)
    findings = fields.Integer(required=True)


class VisitPageOut(StrictSchema):
    items = fields.List(fields.Nested(VisitRowOut), required=True)
    next = fields.String(required=True, allow_none=True)
    alarms = fields.List(fields.Nested(AlarmRowOut), required=True)
    now_ms = fields.Integer(required=True)


class ChecklistOut(StrictSchema):
    id = fields.String(required=True)
    version = fields.Integer(required=True)
    words = fields.Nested(WordsOut, required=True)


class PersonOut(StrictSchema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    role = fields.String(required=True)


class PointOut(StrictSchema):
    lat_e7 = fields.Integer(required=True)
    lon_e7 = fields.Integer(required=True)


class AnswerOut(StrictSchema):
    key = fields.String(required=True)
    words = fields.Nested(WordsOut, required=True)
    short = fields.Nested(WordsOut, required=True, allow_none=True)
    member = fields.String(required=True, allow_none=True)
    value = fields.Raw(required=True, allow_none=True)
    value_words = fields.Nested(WordsOut, required=True, allow_none=True)
    registered = fields.Raw(required=True, allow_none=True)
    registered_words = fields.Nested(WordsOut, required=True, allow_none=True)
    differs = fields.Boolean(required=True)
    note = fields.String(required=True, allow_none=True)


class TopicOut(StrictSchema):
    key = fields.String(required=True)
    words = fields.Nested(WordsOut, required=True)
    place = fields.String(required=True)
    answers = fields.List(fields.Nested(AnswerOut), required=True)


class FaultOut(StrictSchema):
    key = fields.String(required=True)
    code = fields.String(required=True)


class VerdictOut(StrictSchema):
    evaluated = fields.Boolean(required=True)
    problems = fields.List(fields.Nested(FaultOut), required=True)
    raised = fields.List(fields.String(), required=True)
    photos_missing = fields.List(fields.String(), required=True)
    digest_ok = fields.Boolean(required=True, allow_none=True)
    conflict = fields.Boolean(required=True)
    uncounted = fields.Integer(required=True)


class PhotoOut(StrictSchema):
    sha256 = fields.String(required=True)
    shot = fields.String(required=True)
    shot_words = fields.Nested(WordsOut, required=True, allow_none=True)
    item = fields.String(required=True, allow_none=True)
    w = fields.Integer(required=True)
    h = fields.Integer(required=True)
    size = fields.Integer(required=True)
    source = fields.String(required=True)
    covered = fields.Boolean(required=True)
    taken_ms = fields.Integer(required=True)
    fix = fields.Nested(FixOut, required=True, allow_none=True)
    distance_m = fields.Integer(required=True, allow_none=True)
    state = fields.String(required=True)
    op_hash = fields.String(required=True)


class VoiceOut(StrictSchema):
    sha256 = fields.String(required=True)
    purpose = fields.String(required=True)
    duration_ms = fields.Integer(required=True)
    mime = fields.String(required=True)
    state = fields.String(required=True)
    taken_ms = fields.Integer(required=True)


class StepOut(StrictSchema):
    kind = fields.String(required=True)
    t_ms = fields.Integer(required=True)
    received_ms = fields.Integer(required=True)
    detail = fields.String(required=True, allow_none=True)
    fix = fields.Nested(FixOut, required=True, allow_none=True)
    no_fix = fields.String(required=True, allow_none=True)
    distance_m = fields.Integer(required=True, allow_none=True)
    index = fields.Integer(required=True)
    status = fields.String(required=True)
    op_hash = fields.String(required=True)


class SignatureOut(StrictSchema):
    who = fields.String(required=True)
    way = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    relation = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    strokes = fields.Raw(required=True, allow_none=True)
    read_text = fields.String(required=True, allow_none=True)
    given_ms = fields.Integer(required=True)
    evidence = fields.List(fields.String(), required=True)
    voided = fields.Boolean(required=True)
    void_reason = fields.String(required=True, allow_none=True)
    text_matches = fields.Boolean(required=True, allow_none=True)


class FindingOut(StrictSchema):
    code = fields.String(required=True)
    words = fields.Nested(WordsOut, required=True)
    severity = fields.Integer(required=True, allow_none=True)
    routes = fields.List(fields.String(), required=True)
    certainty = fields.String(required=True)
    item = fields.String(required=True, allow_none=True)
    facts = fields.String(required=True, allow_none=True)
    amount_fen = fields.Integer(required=True, allow_none=True)
    period = fields.String(required=True, allow_none=True)
    evidence = fields.List(fields.String(), required=True)


class VisitCaseOut(VisitRowOut):
    address = fields.String(required=True, allow_none=True)
    programme = fields.String(required=True, allow_none=True)
    persons = fields.Integer(required=True, allow_none=True)
    campaign = fields.String(required=True)
    mode = fields.String(required=True)
    attempt = fields.Integer(required=True)
    round = fields.Integer(required=True)
    assigned = fields.Boolean(required=True)
    checklist = fields.Nested(ChecklistOut, required=True)
    people = fields.List(fields.Nested(PersonOut), required=True)
    partner_way = fields.String(required=True)
    alone_reason = fields.String(required=True, allow_none=True)
    marks = fields.List(fields.String(), required=True)
    arrived_ms = fields.Integer(required=True, allow_none=True)
    left_ms = fields.Integer(required=True, allow_none=True)
    closed_ms = fields.Integer(required=True, allow_none=True)
    text_ms = fields.Integer(required=True, allow_none=True)
    all_ms = fields.Integer(required=True, allow_none=True)
    skew_ms = fields.Integer(required=True, allow_none=True)
    point = fields.Nested(PointOut, required=True, allow_none=True)
    no_fix = fields.String(required=True, allow_none=True)
    topics = fields.List(fields.Nested(TopicOut), required=True)
    missing = fields.List(fields.Nested(WordsOut), required=True)
    verdict = fields.Nested(VerdictOut, required=True)
    photos_list = fields.List(fields.Nested(PhotoOut), required=True)
    voices = fields.List(fields.Nested(VoiceOut), required=True)
    steps = fields.List(fields.Nested(StepOut), required=True)
    signatures = fields.List(fields.Nested(SignatureOut), required=True)
    findings_list = fields.List(fields.Nested(FindingOut), required=True)
    alarms_list = fields.List(fields.Nested(AlarmRowOut), required=True)
    remark = fields.String(required=True, allow_none=True)
    receipt_no = fields.String(required=True, allow_none=True)
    receipt_index = fields.Integer(required=True, allow_none=True)


class AlarmTakenOut(StrictSchema):
    taken_by = fields.String(required=True)
    taken_ms = fields.Integer(required=True)
