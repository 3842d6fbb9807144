"""Personal data at rest: encrypted with the newest key of the ring, found again by a blind index.

`settings.FIELD_KEYS` holds the secrets, newest first; every other key is derived from them, and each ciphertext names
the key it needs. To change keys: put a new secret in front, restart, run the job `core.rotate_keys`, then drop the old
one. A ciphertext is: cipher (1 byte), key id (4), nonce (12), tag (16), text.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

CIPHERS = {"aes-gcm": 1, "sm4-gcm": 2}  # the first byte of a ciphertext
AES_KEY_BYTES, SM4_KEY_BYTES, INDEX_KEY_BYTES = 32, 16, 32
KEY_ID_BYTES, NONCE_BYTES, TAG_BYTES = 4, 12, 16
HEADER_BYTES = 1 + KEY_ID_BYTES


class Undecipherable(Exception):
    """A ciphertext that was changed, or whose key is no longer in the ring: an operator's matter, never a user's."""


@dataclass(frozen=True, slots=True)
class Key:
    """The keys derived from one secret of the ring."""

    id: bytes
    aes: bytes
    sm4: bytes
    index: bytes


def encrypt(text: str) -> bytes:
    """The text encrypted with the newest key; each time other bytes."""
    key, cipher = _ring()[0], CIPHERS[settings.FIELD_CIPHER]
    header, nonce = bytes([cipher]) + key.id, os.urandom(NONCE_BYTES)
    encryptor = Cipher(_algorithm(cipher, key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(header)
    sealed = encryptor.update(text.encode()) + encryptor.finalize()
    return header + nonce + encryptor.tag + sealed


def decrypt(ciphertext: bytes | memoryview) -> str:
    """The text; raises Undecipherable when the ciphertext was changed or its key is gone."""
    content = bytes(ciphertext)
    header, rest = content[:HEADER_BYTES], content[HEADER_BYTES:]
    nonce, tag, sealed = rest[:NONCE_BYTES], rest[NONCE_BYTES:][:TAG_BYTES], rest[NONCE_BYTES + TAG_BYTES :]
    if len(tag) < TAG_BYTES:
        raise Undecipherable("the ciphertext is cut off")
    key = next((key for key in _ring() if key.id == header[1:]), None)
    if key is None:
        raise Undecipherable(f"no key {header[1:].hex()} in the ring")
    decryptor = Cipher(_algorithm(header[0], key), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(header)
    try:
        return (decryptor.update(sealed) + decryptor.finalize()).decode()
    except InvalidTag as error:
        raise Undecipherable("the ciphertext was changed") from error


def blind_index(text: str) -> str:
    """A keyed hash (64 hex digits) under the newest key: equal texts have equal ones, and nobody reads them back."""
    return _keyed_hash(text, _ring()[0])


def blind_indexes(text: str) -> list[str]:
    """The blind index under every key of the ring: what to look for while a rotation is under way."""
    return [_keyed_hash(text, key) for key in _ring()]


def is_outdated(ciphertext: bytes) -> bool:
    """True for what another key of the ring, or the newest one with another cipher, encrypted; it can be renewed."""
    header = ciphertext[:HEADER_BYTES]
    newest = bytes([CIPHERS[settings.FIELD_CIPHER]]) + _ring()[0].id
    return header != newest and header[1:] in {key.id for key in _ring()}


def key_ids(secrets: Sequence[str]) -> list[str]:
    """The ids (hex) by which ciphertexts name these secrets' keys; they tell nothing about the secrets."""
    return [key.id.hex() for key in _derived(tuple(secrets))]


def _ring() -> tuple[Key, ...]:
    return _derived(tuple(settings.FIELD_KEYS))


@lru_cache(maxsize=4)
def _derived(secrets: tuple[str, ...]) -> tuple[Key, ...]:
    return tuple(
        Key(
            id=_derive(secret, "key id", KEY_ID_BYTES),
            aes=_derive(secret, "aes-gcm", AES_KEY_BYTES),
            sm4=_derive(secret, "sm4-gcm", SM4_KEY_BYTES),
            index=_derive(secret, "blind index", INDEX_KEY_BYTES),
        )
        for secret in secrets
    )


def _derive(secret: str, purpose: str, length: int) -> bytes:
    derivation = HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=f"chuangcheng {purpose}".encode())
    return derivation.derive(secret.strip().encode())


def _algorithm(cipher: int, key: Key) -> algorithms.AES | algorithms.SM4:
    if cipher == CIPHERS["aes-gcm"]:
        return algorithms.AES(key.aes)
    if cipher == CIPHERS["sm4-gcm"]:
        return algorithms.SM4(key.sm4)
    raise Undecipherable(f"no cipher {cipher}")


def _keyed_hash(text: str, key: Key) -> str:
    keyed = hmac.HMAC(key.index, hashes.SHA256())
    keyed.update(text.encode())
    return keyed.finalize().hex()
