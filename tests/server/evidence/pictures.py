"""Pictures for the tests: good ones, and each kind of bad one, made on the spot."""

from __future__ import annotations

import io
import zipfile

from PIL import Image


def photo(width: int = 640, height: int = 480, mode: str = "RGB", **options: object) -> bytes:
    """Return a picture whose four corners differ, so that a turn is seen."""
    image = Image.new(mode, (width, height), 40 if mode == "L" else (40, 60, 80))
    mark = 250 if mode == "L" else (250, 20, 20)
    image.paste(mark, (0, 0, width // 4, height // 4))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=85, **options)
    return target.getvalue()


def turned(orientation: int) -> bytes:
    """Return a picture that was taken with the phone held otherwise, with a model, a place and a time in its EXIF."""
    exif = Image.Exif()
    exif[0x0112], exif[0x0110], exif[0x0131] = orientation, "HUAWEI P40", "SnapEdit 3"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:24 14:05:00"
    exif.get_ifd(0x8825)[1] = "N"
    return photo(exif=exif)


def lying(width: int, height: int) -> bytes:
    """Return a small picture whose header claims another size."""
    data = bytearray(photo(64, 64))
    place = data.index(b"\xff\xc0")
    data[place + 5 : place + 9] = height.to_bytes(2) + width.to_bytes(2)
    return bytes(data)


def polyglot() -> bytes:
    """Return a picture that is an archive as well."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("evil.html", "<script>alert(1)</script>")
    return photo() + archive.getvalue()


def with_script() -> bytes:
    """Return a picture with a script in a comment."""
    text = b"<html><script>alert(1)</script>"
    comment = b"\xff\xfe" + (len(text) + 2).to_bytes(2) + text
    data = photo()
    return data[:2] + comment + data[2:]


def mpo() -> bytes:
    """Return a picture with a second one behind it, as phones store gain maps."""
    target = io.BytesIO()
    first, second = Image.new("RGB", (640, 480), (9, 99, 9)), Image.new("RGB", (160, 120), (200, 0, 0))
    first.save(target, "MPO", save_all=True, append_images=[second])
    return target.getvalue()


def png() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (64, 64)).save(target, "PNG")
    return target.getvalue()


def four_inks() -> bytes:
    target = io.BytesIO()
    Image.new("CMYK", (64, 64)).save(target, "JPEG")
    return target.getvalue()
