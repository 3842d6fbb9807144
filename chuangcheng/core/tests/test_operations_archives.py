"""Archives that are damaged, cut off, foreign or made by somebody who means harm."""

from __future__ import annotations

import io
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.core.operations.archives import BLOCK, ArchiveWriter, BackupDamaged, ContentDamaged, members
from chuangcheng.core.operations.manifests import Manifest, member_name
from chuangcheng.core.operations.verifying import verify

PHOTO = b"photo" * 300
PHOTO_NAME = f"files/{sha256(PHOTO).hexdigest()}"


def written(contents: dict[str, bytes], **fields: Any) -> bytes:
    """An archive of these members, in the given order, with a manifest that fits unless `fields` say otherwise."""
    stream = io.BytesIO()
    archive = ArchiveWriter(stream)
    for name, content in contents.items():
        archive.add(name, [content])
    pictures = [content for name, content in contents.items() if name.startswith("files/")]
    fitting: dict[str, Any] = {
        "files": len(pictures),
        "content_bytes": sum(map(len, pictures)),
        "digest": archive.digest,
    }
    content = Manifest(**{**fitting, **fields}).content()
    archive.add(member_name(content), [content])
    archive.end()
    return stream.getvalue()


SOUND = written({PHOTO_NAME: PHOTO, "secrets/field_keys": b"key", "tables/core.job.jsonl.gz": b"rows"})


def refusal_of(content: bytes) -> str:
    with pytest.raises(BackupDamaged) as refusal:
        verify(io.BytesIO(content))
    return str(refusal.value)


def test_sound_archive_gives_its_manifest() -> None:
    manifest = verify(io.BytesIO(SOUND))
    assert (manifest.files, manifest.content_bytes) == (1, len(PHOTO))


@given(position=st.integers(0, len(SOUND) - 1), change=st.integers(1, 255))
def test_any_changed_byte_is_noticed_or_changes_nothing(position: int, change: int) -> None:
    damaged = bytearray(SOUND)
    damaged[position] ^= change
    try:
        found = verify(io.BytesIO(bytes(damaged)))
    except BackupDamaged:
        return
    assert found == verify(io.BytesIO(SOUND))
    assert position % BLOCK in range(148, 156)  # spaces beside a header's own checksum


@given(length=st.integers(0, len(SOUND) - 1))
def test_cut_off_archive_is_refused(length: int) -> None:
    assert refusal_of(SOUND[:length]).endswith("。")


@pytest.mark.parametrize("extra", [b"\0", b"x", bytes(512), SOUND])
def test_anything_after_the_end_is_refused(extra: bytes) -> None:
    assert "结尾" in refusal_of(SOUND + extra)


def foreign() -> Iterator[bytes]:
    yield b""
    yield b"x"
    yield "这不是备份".encode() * 1000
    yield bytes(10_000)
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("manifest.json", "{}")
    yield zipped.getvalue()
    for mode in ("w", "w:gz"):
        other = io.BytesIO()
        with tarfile.open(fileobj=other, mode=mode) as tar:
            info = tarfile.TarInfo("etc/passwd")
            info.size = 4
            tar.addfile(info, io.BytesIO(b"root"))
        yield other.getvalue()


@pytest.mark.parametrize("content", list(foreign()))
def test_foreign_file_is_refused_in_a_sentence(content: bytes) -> None:
    assert refusal_of(content).endswith("。")


def with_member(change: Callable[[tarfile.TarInfo], object], content: bytes = b"") -> bytes:
    """The sound archive behind one more member that `tarfile` would take."""
    info = tarfile.TarInfo("files/" + "0" * 64)
    change(info)
    return info.tobuf(tarfile.GNU_FORMAT) + content + SOUND


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "files/../../x",
        "files/" + "A" * 64,
        "files/" + "0" * 63 + "/",
        "secrets/../field_keys",
        "secrets/FIELD",
        "tables/core.job.jsonl.gz/x",
        "tables/..gz",
        "files\\x",
        "",
    ],
)
def test_no_name_leads_out_of_the_archive(name: str) -> None:
    assert "不该有" in refusal_of(with_member(lambda info: setattr(info, "name", name)))


@pytest.mark.parametrize(
    "kind",
    [
        tarfile.SYMTYPE,
        tarfile.LNKTYPE,
        tarfile.DIRTYPE,
        tarfile.CHRTYPE,
        tarfile.FIFOTYPE,
        tarfile.CONTTYPE,
        tarfile.GNUTYPE_SPARSE,
        tarfile.GNUTYPE_LONGNAME,
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        b"\x7f",
    ],
)
def test_only_plain_files_are_taken(kind: bytes) -> None:
    def change(info: tarfile.TarInfo) -> None:
        info.type, info.linkname = kind, "/etc/passwd"

    assert "不该有" in refusal_of(with_member(change))


def test_huge_sizes_are_not_believed() -> None:
    assert "不完整" in refusal_of(with_member(lambda info: setattr(info, "size", 1 << 60)))


def test_secret_that_is_too_long_for_one_is_refused() -> None:
    assert "不该有" in refusal_of(written({"secrets/field_keys": b"k" * 100_000}))


def test_file_under_a_name_that_is_not_its_hash_is_refused() -> None:
    assert "已损坏" in refusal_of(written({"files/" + "0" * 64: PHOTO}))


@pytest.mark.parametrize(
    "names",
    [
        (PHOTO_NAME, PHOTO_NAME),
        ("secrets/field_keys", "secrets/field_keys"),
        ("tables/core.job.jsonl.gz", "tables/core.event.jsonl.gz"),
        ("tables/core.job.jsonl.gz", PHOTO_NAME),
    ],
)
def test_no_member_comes_twice_or_out_of_order(names: tuple[str, str]) -> None:
    stream = io.BytesIO()
    archive = ArchiveWriter(stream)
    for name in names:
        archive.add(name, [PHOTO])
    archive.end()
    assert "位置" in refusal_of(stream.getvalue())


@pytest.mark.parametrize(
    "fields",
    [
        {"files": 2},
        {"content_bytes": 1},
        {"digest": "0" * 64},
        {"tables": {"core.job": "1"}},
        {"tables": {"core.job": -1}},
        {"tables": ["core.job"]},
        {"numbers": {"case/2026": True}},
        {"migrations": [["core"]]},
        {"migrations": "core"},
        {"keys": [1]},
        {"release": None},
        {"format": 2},
        {"product": "other"},
    ],
)
def test_manifest_that_does_not_fit_is_refused(fields: dict[str, Any]) -> None:
    assert refusal_of(written({PHOTO_NAME: PHOTO}, **fields)).endswith("。")


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{", b'{"product": "chuangcheng"}', b"[" * 100_000])
def test_manifest_that_is_none_is_refused(content: bytes) -> None:
    stream = io.BytesIO()
    archive = ArchiveWriter(stream)
    archive.add(member_name(content), [content])
    archive.end()
    assert "清单" in refusal_of(stream.getvalue())


def test_manifest_under_another_hash_or_absent_is_refused() -> None:
    stream = io.BytesIO()
    archive = ArchiveWriter(stream)
    archive.add(f"zz-manifest-{'0' * 64}.json", [Manifest(digest=archive.digest).content()])
    archive.end()
    assert "清单" in refusal_of(stream.getvalue())
    empty = io.BytesIO()
    ArchiveWriter(empty).end()
    assert "不完整" in refusal_of(empty.getvalue())


def test_damaged_content_leaves_no_trace_in_the_archive() -> None:
    stream = io.BytesIO()
    archive = ArchiveWriter(stream)
    archive.add(PHOTO_NAME, [PHOTO], content_hash=PHOTO_NAME[6:])
    before = (stream.getvalue(), archive.digest)
    with pytest.raises(ContentDamaged):
        archive.add("files/" + "f" * 64, [b"other"], content_hash="f" * 64)
    assert (stream.getvalue(), archive.digest) == before


def test_member_that_was_not_read_is_passed_over() -> None:
    assert [member.folder for member in members(io.BytesIO(SOUND))] == ["files", "secrets", "tables", ""]


def test_reading_many_members_takes_no_memory() -> None:
    contents = sorted((sha256(str(number).encode()).hexdigest(), str(number).encode()) for number in range(20_000))
    content = written({f"files/{name}": found for name, found in contents})
    stream = io.BytesIO(content)
    tracemalloc.start()
    verify(stream)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000
