"""The decoder in its own process: what comes out, and that nothing bad does."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from server.evidence.copies import DECODER, decode, make_copies
from server.evidence.headers import RefusedImageError
from tests.server.evidence import pictures


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_copies_are_small_pictures_without_metadata() -> None:
    made = make_copies(pictures.turned(1))
    review, thumb = opened(made.review), opened(made.thumb)
    assert (review.size, thumb.size) == ((640, 480), (320, 240))
    assert not review.getexif()
    assert b"Exif" not in made.review
    assert b"HUAWEI" not in made.review + made.thumb
    assert made.facts["model"] == "HUAWEI P40"
    assert made.facts["software"] == "SnapEdit 3"
    assert made.facts["taken"] == "2026:11:24 14:05:00"


def test_a_large_picture_is_scaled_to_the_review_size() -> None:
    made = make_copies(pictures.photo(4000, 3000))
    assert opened(made.review).size == (1600, 1200)
    assert (made.header.width, made.facts["width"]) == (4000, 4000)


@pytest.mark.parametrize(
    ("orientation", "size", "corner"), [(3, (640, 480), (620, 460)), (6, (480, 640), (460, 20)), (8, (480, 640), (20, 620))]
)
def test_a_turned_picture_stands_upright(orientation: int, size: tuple[int, int], corner: tuple[int, int]) -> None:
    review = opened(make_copies(pictures.turned(orientation)).review)
    assert review.size == size
    red = review.getpixel(corner)
    assert isinstance(red, tuple)
    assert red[0] > 200


def test_an_mpo_gives_its_first_picture_alone() -> None:
    made = make_copies(pictures.mpo())
    review = opened(made.review)
    assert review.format == "JPEG"
    assert review.size == (640, 480)
    assert made.facts["mpo"] is True
    assert made.header.trailing > 0


@pytest.mark.parametrize("bad", [pictures.polyglot(), pictures.with_script()])
def test_nothing_hidden_in_a_picture_reaches_its_copies(bad: bytes) -> None:
    made = make_copies(bad)
    for copy in (made.review, made.thumb):
        assert b"script" not in copy
        assert b"PK\x03\x04" not in copy


def test_a_grey_picture_stays_grey() -> None:
    assert opened(make_copies(pictures.photo(mode="L")).review).mode == "L"


def test_a_lying_header_within_the_caps_costs_no_more_than_a_true_one() -> None:
    # The codec fills what is not there with grey, within the limits; the copy shows what every viewer would show.
    assert opened(make_copies(pictures.lying(8_000, 6_000)).review).size == (1600, 1200)


@pytest.mark.parametrize("bad", [pictures.lying(20_000, 20_000), pictures.png(), pictures.photo()[:2_000], b"\xff\xd8\xff"])
def test_the_decoder_refuses_by_itself_what_the_header_check_would_have_caught(bad: bytes) -> None:
    with pytest.raises(RefusedImageError, match="undecodable"):
        decode(bad)


def test_a_decoder_that_dies_is_an_answer(tmp_path: Path) -> None:
    script = tmp_path / "decoder.py"
    script.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n")
    with pytest.raises(RefusedImageError, match="decoder-died"):
        decode(pictures.photo(), script)


def test_a_decoder_that_writes_nonsense_is_an_answer(tmp_path: Path) -> None:
    script = tmp_path / "decoder.py"
    script.write_text("import sys\nsys.stdout.write('x' * 40)\n")
    with pytest.raises(RefusedImageError, match="decoder-died"):
        decode(pictures.photo(), script)


@pytest.mark.parametrize("greed", ["bytearray(700 * 1024 * 1024)", "os.write(os.open('grown', os.O_CREAT | os.O_WRONLY), b'x')"])
def test_the_decoder_cannot_take_more_than_it_was_given(greed: str, tmp_path: Path) -> None:
    program = f"import os, sys; sys.path.insert(0, {str(DECODER.parent)!r}); import decoder; decoder.limit(); {greed}"
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=False, cwd=tmp_path)
    assert done.returncode != 0
