"""Reads a whole archive and compares every hash, before anything is made of it."""

from __future__ import annotations

import hashlib
from typing import IO

from chuangcheng.core.operations.archives import BackupDamaged, Member, digest_line, members
from chuangcheng.core.operations.manifests import MAX_BYTES, Manifest, parse_manifest


def verify(stream: IO[bytes]) -> Manifest:
    """The manifest, after every member was read and its hash compared. Raises BackupDamaged."""
    digest, files, size = hashlib.sha256(), 0, 0
    manifest = None
    for member in members(stream):
        if not member.folder:
            manifest = parse_manifest(member.name, member.content.read(MAX_BYTES + 1))
            continue
        content_hash = _hash_of(member)
        digest.update(digest_line(member.name, member.size, content_hash))
        if member.folder == "files":
            files, size = files + 1, size + member.size
            if member.base != content_hash:
                raise BackupDamaged(f"备份中的文件 {member.base[:12]}… 已损坏，请换一份备份。")
    if manifest is None:
        raise BackupDamaged("备份文件不完整，请换一份备份。")
    if (digest.hexdigest(), files, size) != (manifest.digest, manifest.files, manifest.content_bytes):
        raise BackupDamaged("备份文件的内容与清单不符，请换一份备份。")
    return manifest


def _hash_of(member: Member) -> str:
    digest = hashlib.sha256()
    for chunk in member.chunks():
        digest.update(chunk)
    return digest.hexdigest()
