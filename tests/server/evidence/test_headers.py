"""Headers read before any decoder: what is refused, and what is told."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.evidence.headers import RefusedImageError, read_jpeg, sniff_recording
from tests.server.evidence import pictures


def refusal(data: bytes) -> str:
    with pytest.raises(RefusedImageError) as caught:
        read_jpeg(data)
    return caught.value.code


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 4}, {"optimize": True}])
def test_a_good_picture_is_read_to_its_very_end(options: dict[str, object]) -> None:
    header = read_jpeg(pictures.photo(**options))  # type: ignore[arg-type]
    assert (header.width, header.height, header.components, header.trailing) == (640, 480, 3, 0)
    assert header.progressive is bool(options.get("progressive"))


def test_a_grey_picture_is_taken() -> None:
    assert read_jpeg(pictures.photo(mode="L")).components == 1


def test_an_archive_behind_a_picture_is_counted() -> None:
    assert read_jpeg(pictures.polyglot()).trailing == len(pictures.polyglot()) - len(pictures.photo())


def test_a_second_picture_behind_the_first_is_counted() -> None:
    assert read_jpeg(pictures.mpo()).trailing > 0


def test_a_comment_is_passed_over() -> None:
    assert read_jpeg(pictures.with_script()).trailing == 0


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (65_500, 65_500), (12_001, 10), (10_000, 5_001), (0, 64)])
def test_a_header_that_claims_too_much_is_refused_before_decoding(width: int, height: int) -> None:
    assert refusal(pictures.lying(width, height)) == "too-many-pixels"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pictures.png(), "not-jpeg"),
        (b"", "not-jpeg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not-jpeg"),
        (b"\xff\xd8\xff", "truncated"),
        (b"\xff\xd8\xff\xd9", "no-frame"),
        (b"\xff\xd8\xff\xe0\x00", "truncated"),
        (b"\xff\xd8\xff\xe0\x00\x00", "truncated"),
        (pictures.photo()[:-2], "truncated"),
        (pictures.photo()[:300], "truncated"),
        (pictures.four_inks(), "odd-components"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert refusal(data) == code


@given(data=st.binary(max_size=300))
@settings(max_examples=300)
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for given_bytes in (data, b"\xff\xd8\xff" + data, pictures.lying(64, 64)[:200] + data):
        with contextlib.suppress(RefusedImageError):
            assert read_jpeg(given_bytes).width


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm", "audio/webm"),
        (b"OggS" + b"\0" * 24 + b"OpusHead", "audio/ogg"),
        (b"\0\0\0\x1cftypM4A \0\0\0\0", "audio/mp4"),
        (b"\0\0\0\x1cftypheic\0\0\0\0", None),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"OggS" + b"\0" * 24 + b"\x01vorbis", None),
        (pictures.photo(), None),
        (b"", None),
    ],
)
def test_a_recording_is_known_by_its_first_bytes(data: bytes, kind: str | None) -> None:
    assert sniff_recording(data) == kind
