from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from chuangcheng.core.crypto import key_ids
from chuangcheng.core.files import path_of
from chuangcheng.core.key_rotation import encrypted_columns
from chuangcheng.core.models import SearchEntry, StoredFile
from chuangcheng.core.operations.examining.finding import FAULT, Finding, judged
from chuangcheng.core.sealing import LONGEST_TRANSACTION, chain_head, oldest_unsealed_at, verify_chain

BATCH = 2_000  # rows read ahead
UNSEALED_FOR = timedelta(minutes=10)  # entries are sealed within 10 s when a worker runs; our choice
KEY_ID = slice(1, 5)  # where a ciphertext names its key, see `core.crypto`
WORDS_MISSING = {
    "sqlite": "SELECT count(*) FROM core_searchentry WHERE id NOT IN (SELECT rowid FROM core_searchwords)",
    "postgresql": "SELECT count(*) FROM core_searchentry WHERE words IS NULL",
}


def examine_trail(moment: datetime) -> Iterator[Finding]:
    """Whether the audit chain holds, and whether every entry is in it that must be."""
    broken, head, oldest = verify_chain(), chain_head(), oldest_unsealed_at()
    if broken is not None:
        yield Finding(FAULT, f"审计记录的校验链在第 {broken} 处断开，记录可能被改动，请立即核查。")
    elif head is not None and oldest is not None and oldest < head.entry_at - LONGEST_TRANSACTION:
        yield Finding(FAULT, "有审计记录是在封存之后补进去的，请立即核查。")
    elif oldest is not None and oldest < moment - UNSEALED_FOR:
        yield Finding("warning", "有审计记录尚未封存，请确认后台作业已启动。")
    else:
        yield Finding("ok", f"审计记录的校验链完整，共 {head.position if head else 0} 处。")


def examine_files(*, read_files: bool) -> Iterator[Finding]:
    """Whether every file is there; `read_files`: whether its content is the one that was stored."""
    missing = damaged = count = 0
    rows = StoredFile.objects.order_by("pk").values_list("sha256", "size")
    for sha256, size in rows.iterator(chunk_size=BATCH):
        path, count = path_of(sha256), count + 1
        if not path.is_file():
            missing += 1
        elif path.stat().st_size != size or (read_files and _hash_of(sha256) != sha256):
            damaged += 1
    yield judged(
        is_well=not missing and not damaged,
        well=f"{count} 个文件齐全{'，内容无误' if read_files else ''}。",
        fault=f"{count} 个文件中缺少 {missing} 个、损坏 {damaged} 个，请从备份恢复。",
    )


def examine_keys() -> Iterator[Finding]:
    """Whether the keys of all personal data are here."""
    ring, lost = set(key_ids(settings.FIELD_KEYS)), 0
    for column in encrypted_columns:
        lost += sum(ciphertext[KEY_ID].hex() not in ring for _key, ciphertext in column.kept())
    yield judged(
        is_well=not lost,
        well="个人信息的密钥齐全。",
        fault=f"有 {lost} 条个人信息的密钥不在，无法读出，请找回当时的 CHUANGCHENG_FIELD_KEYS。",
    )


def examine_search() -> Iterator[Finding]:
    """Whether every record can be found."""
    with connection.cursor() as cursor:
        cursor.execute(WORDS_MISSING[connection.vendor])
        missing = cursor.fetchone()[0]
    if missing:
        text = f"检索索引缺少 {missing} 条，请运行 chuangcheng doctor --rebuild-search 重建。"
        yield Finding("warning", text)
    else:
        yield Finding("ok", f"检索索引齐全，共 {SearchEntry.objects.count()} 条。")


def _hash_of(sha256: str) -> str:
    with path_of(sha256).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
