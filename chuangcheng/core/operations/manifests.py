"""What stands last in a backup: where it comes from and what must be in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field

import chuangcheng
from chuangcheng.core.operations.archives import BackupDamaged

FORMAT = 1
PRODUCT = "chuangcheng"
MAX_BYTES = 16 << 20  # of a manifest; one of ours has some kilobytes


@dataclass(frozen=True)
class Manifest:
    """What the archive holds."""

    product: str = PRODUCT
    format: int = FORMAT
    release: str = chuangcheng.__version__
    made_at: str = ""  # ISO 8601, UTC: the moment that the tables show
    migrations: list[tuple[str, str]] = field(default_factory=list)  # app and name
    tables: dict[str, int] = field(default_factory=dict)  # label → rows
    numbers: dict[str, int] = field(default_factory=dict)  # "series/year" → last short number
    files: int = 0  # contents in the archive
    content_bytes: int = 0  # of all contents together
    lost: int = 0  # contents that were missing or damaged already when the backup was made
    keys: list[str] = field(default_factory=list)  # ids of the keys of personal data that are needed, hex
    digest: str = ""  # over all other members, hex

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(self.tables.values())

    def content(self) -> bytes:
        """As it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()


def member_name(content: bytes) -> str:
    """The manifest's name in the archive carries its own hash."""
    return f"zz-manifest-{hashlib.sha256(content).hexdigest()}.json"


def parse_manifest(name: str, content: bytes) -> Manifest:
    """The manifest from the archive; raises BackupDamaged."""
    if member_name(content) != name:
        raise BackupDamaged("备份文件的清单已损坏，请换一份备份。")
    try:
        found = json.loads(content)
        if found["product"] != PRODUCT or found["format"] != FORMAT:
            raise BackupDamaged("这份备份由更新的版本写成，请先升级程序再恢复。")
        found["migrations"] = [(str(app), str(migration)) for app, migration in found["migrations"]]
        manifest = Manifest(**found)
        _check(manifest)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BackupDamaged("备份文件的清单无法读懂，请换一份备份。") from error
    return manifest


def _check(manifest: Manifest) -> None:
    """Raises TypeError or ValueError where a value is not of its kind: somebody may have made the hash anew."""
    whole = [
        *manifest.tables.values(),
        *manifest.numbers.values(),
        manifest.files,
        manifest.content_bytes,
        manifest.lost,
    ]
    texts = [*manifest.tables, *manifest.numbers, *manifest.keys, manifest.digest, manifest.release, manifest.made_at]
    if not all(type(number) is int and number >= 0 for number in whole):
        raise ValueError("a number is not one")
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a text is not one")
