from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.core.crypto import Undecipherable, blind_index, blind_indexes, decrypt, encrypt, is_outdated
from chuangcheng.core.phones import UnusablePhone, mask_phone, normalise_phone


@pytest.fixture(autouse=True, params=["aes-gcm", "sm4-gcm"])
def cipher(request: pytest.FixtureRequest, settings: Any) -> None:
    settings.FIELD_CIPHER = request.param
    settings.FIELD_KEYS = ["new secret", "old secret"]


@pytest.mark.parametrize("text", ["", "13800005678", "柳巷社区 王先生", "\x00" * 5])
def test_what_is_encrypted_is_read_back_and_never_looks_the_same(text: str) -> None:
    assert decrypt(encrypt(text)) == text
    assert decrypt(memoryview(encrypt(text))) == text
    assert encrypt(text) != encrypt(text)


def test_changed_or_cut_ciphertext_is_not_read() -> None:
    sealed = encrypt("13800005678")
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(Undecipherable):
            decrypt(bytes(changed))
        with pytest.raises(Undecipherable):
            decrypt(sealed[:position])


def test_old_key_still_reads_and_new_one_writes(settings: Any) -> None:
    settings.FIELD_KEYS = ["old secret"]
    sealed = encrypt("13800005678")
    settings.FIELD_KEYS = ["new secret", "old secret"]
    assert decrypt(sealed) == "13800005678"
    assert is_outdated(sealed)
    assert not is_outdated(encrypt("13800005678"))
    settings.FIELD_KEYS = ["new secret"]
    with pytest.raises(Undecipherable):
        decrypt(sealed)


def test_other_cipher_still_reads_what_this_one_wrote(settings: Any) -> None:
    sealed = encrypt("13800005678")
    settings.FIELD_CIPHER = "sm4-gcm" if settings.FIELD_CIPHER == "aes-gcm" else "aes-gcm"
    assert decrypt(sealed) == "13800005678"


def test_blind_index_finds_equal_texts_under_either_key(settings: Any) -> None:
    assert blind_index("13800005678") == blind_index("13800005678") != blind_index("13800005679")
    assert len(blind_index("13800005678")) == 64
    settings.FIELD_KEYS = ["old secret"]
    old = blind_index("13800005678")
    settings.FIELD_KEYS = ["new secret", "old secret"]
    assert blind_indexes("13800005678") == [blind_index("13800005678"), old]


@pytest.mark.parametrize(
    ("written", "kept", "shown"),
    [
        ("138 0000 5678", "13800005678", "138****5678"),
        ("+86-138-0000-5678", "13800005678", "138****5678"),
        ("１３８００００５６７８", "13800005678", "138****5678"),
        ("（0316）2222333", "0316-2222333", "0316-****333"),
        ("03162222333转801", "0316-2222333-801", "0316-****333"),
        ("010－8888 6666", "010-88886666", "010-****666"),
        ("+86 10-88886666", "010-88886666", "010-****666"),
        ("2222333", "2222333", "****333"),
        (" ", "", ""),
    ],
)
def test_phone_is_kept_in_one_way_and_shown_masked(written: str, kept: str, shown: str) -> None:
    assert normalise_phone(written) == kept
    assert normalise_phone(kept) == kept
    assert mask_phone(kept) == shown


@pytest.mark.parametrize(
    "written", ["12345", "1380000567", "138000056789", "王先生", "19999", "138\x0000005678", "0-0"]
)
def test_what_is_no_phone_number_is_refused(written: str) -> None:
    with pytest.raises(UnusablePhone, match="11位手机号"):
        normalise_phone(written)


@given(st.text(max_size=40))
def test_any_text_is_a_phone_or_refused(text: str) -> None:
    try:
        kept = normalise_phone(text)
    except UnusablePhone:
        return
    assert normalise_phone(kept) == kept
    assert not kept or "****" in mask_phone(kept)
