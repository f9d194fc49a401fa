"""`make phone`: an authority that counts for private addresses only, and a page that shows how to trust and to forget it."""

from __future__ import annotations

import ipaddress
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from scripts import certificates, lan, trust_page

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LAN = "192.168.1.20"


def chain(files: certificates.Certificates) -> tuple[x509.Certificate, x509.Certificate]:
    leaf = x509.load_pem_x509_certificates(files.certificate.read_bytes())[0]
    return leaf, x509.load_pem_x509_certificate(files.authority.read_bytes())


def test_the_certificate_is_good_for_the_address_under_its_authority(tmp_path: Path) -> None:
    leaf, authority = chain(certificates.ensure(tmp_path, "desk", [LAN], NOW))
    verifier = PolicyBuilder().store(Store([authority])).time(NOW)
    verifier.build_server_verifier(x509.IPAddress(ipaddress.ip_address(LAN))).verify(leaf, [])
    with pytest.raises(VerificationError):
        verifier.build_server_verifier(x509.IPAddress(ipaddress.ip_address("192.168.1.21"))).verify(leaf, [])


def test_the_authority_may_speak_for_private_addresses_only(tmp_path: Path) -> None:
    _, authority = chain(certificates.ensure(tmp_path, "desk", [LAN], NOW))
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    networks = [one.value for one in limits.value.permitted_subtrees or () if isinstance(one, x509.IPAddress)]
    assert networks
    assert all(network.is_private or str(network) == "100.64.0.0/10" for network in networks)


def test_it_is_made_once_and_renewed_for_a_new_address_or_before_it_ends(tmp_path: Path) -> None:
    first = chain(certificates.ensure(tmp_path, "desk", [LAN], NOW))
    assert chain(certificates.ensure(tmp_path, "desk", [LAN], NOW + timedelta(days=30))) == first
    moved = chain(certificates.ensure(tmp_path, "desk", ["10.0.0.7"], NOW))
    assert moved[0] != first[0]
    assert moved[1] == first[1]  # phones need not trust anew
    late = chain(certificates.ensure(tmp_path, "desk", ["10.0.0.7"], NOW + timedelta(days=390)))
    assert late[0].not_valid_after_utc > moved[0].not_valid_after_utc


def test_keys_are_for_their_owner_only(tmp_path: Path) -> None:
    certificates.ensure(tmp_path / "ca", "desk", [LAN], NOW)
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "ca").iterdir()} == {0}


def test_the_page_shows_trusting_and_removing_on_both_kinds_of_phone() -> None:
    page = trust_page.page(f"https://{LAN}:8443")
    assert [way.key for way in trust_page.WAYS] == ["android", "ios", "android-remove", "ios-remove"]
    assert page.count("<svg") == sum(len(way.steps) for way in trust_page.WAYS)
    assert f'href="https://{LAN}:8443"' in page
    assert 'href="/fangcha-ca.crt"' in page
    assert "<script" not in page
    assert "style=" not in page


def test_no_sentence_of_the_page_mixes_widths_or_shouts() -> None:
    for step in (step for way in trust_page.WAYS for step in way.steps):
        assert re.search(r"[,!?;:]", step.zh) is None
        assert step.zh.endswith("。")
        assert step.en.endswith(".")


def test_the_screen_names_address_certificate_and_cable() -> None:
    said = lan.told("https://192.168.1.20:8443", "http://192.168.1.20:8081", "Sign in")
    assert "https://192.168.1.20:8443" in said
    assert "http://192.168.1.20:8081" in said
    assert "adb reverse tcp:8080 tcp:8080" in said
    assert "█" in said or "▄" in said
