"""Wrong settings stop the start with a sentence."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from chuangcheng.config.data_folder import kept_secret, prepared_folder
from chuangcheng.config.environment import PREFIX, PROJECT_ROOT, Environment, environment
from chuangcheng.config.tiles import tile_source
from chuangcheng.core.tests.certificates import make_certificate


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


def sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **values: str) -> str:
    """What is said of these settings when the process ends."""
    for name, value in values.items():
        monkeypatch.setenv(PREFIX + name.upper(), value)
    with pytest.raises(SystemExit) as end:
        environment.__wrapped__()
    assert end.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("port", "0", "不应小于1"),
        ("port", "65536", "不应大于65535"),
        ("port", "eighty", "应为整数"),
        ("database_url", "mysql://x/y", "应形如postgresql://"),
        ("database_url", "postgresql://x:y/z", "应形如postgresql://"),
        ("database_url", "postgresql://host", "应形如postgresql://"),
        ("debug", "maybe", "应为true或false"),
        ("cipher", "rot13", "应为aes-gcm、sm4-gcm之一"),
        ("log_level", "LOUD", "应为DEBUG、INFO、WARNING、ERROR之一"),
        ("trusted_origins", "http://a.cn", "应为逗号分隔的https://主机名"),
        ("field_keys", "a,,b", "逗号之间不能为空"),
        ("map_tiles", "tiles.example.cn/{z}/{x}/{y}.png", "应形如https://"),
        ("map_tiles", "https://tiles.example.cn/", "应形如https://"),
        ("server_workers", "0", "不应小于1"),
    ],
)
def test_wrong_value_is_named_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, reason: str
) -> None:
    said = sentence(monkeypatch, capsys, **{name: value})
    assert said.count("\n") == 1
    assert f"{PREFIX}{name.upper()} " in said
    assert reason in said


@pytest.mark.parametrize(
    ("tiles", "source"),
    [
        ("https://tiles.example.cn/a/{z}/{x}/{y}.png", "https://tiles.example.cn"),
        ("https://t{s}.example.gov.cn/vec_w/wmts?L={z}&C={x}&R={y}&tk=1", "https://*.example.gov.cn"),
        ("http://10.1.2.3:8080/{z}/{x}/{y}", "http://10.1.2.3:8080"),
    ],
)
def test_policy_names_the_host_of_the_base_map(tiles: str, source: str) -> None:
    assert tile_source(tiles) == source


def test_misspelt_setting_is_not_passed_over(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "是否想写 CHUANGCHENG_DATABASE_URL" in sentence(monkeypatch, capsys, databse_url="x")


def test_certificate_without_its_key_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    certificate, _key = make_certificate(tmp_path)
    assert "须同时设置" in sentence(monkeypatch, capsys, tls_cert=str(certificate))


def test_certificate_that_cannot_serve_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    certificate, key = make_certificate(tmp_path)
    old, old_key = make_certificate(tmp_path, days=-1, name="old")
    (tmp_path / "text").write_text("证书")
    cases = {
        "文件或目录不存在": (tmp_path / "none", key),
        "不是一对": (certificate, old_key),
        "不是 PEM 格式": (tmp_path / "text", key),
        "过期": (old, old_key),
    }
    for reason, (one, other) in cases.items():
        said = sentence(monkeypatch, capsys, tls_cert=str(one), tls_key=str(other))
        assert reason in said
        assert said.count("\n") == 1


def test_sound_certificate_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    monkeypatch.setenv("CHUANGCHENG_TLS_CERT", str(certificate))
    monkeypatch.setenv("CHUANGCHENG_TLS_KEY", str(key))
    assert environment.__wrapped__().tls_cert == certificate


def test_data_folder_that_cannot_be_made_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemExit):
        prepared_folder(tmp_path / "file" / "data")
    assert "请改正 CHUANGCHENG_DATA" in capsys.readouterr().err


def test_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    place = tmp_path / "secrets" / "secret_key"
    first = kept_secret(place, "")
    assert kept_secret(place, "") == first
    assert kept_secret(place, "given") == "given"
    assert place.stat().st_mode & 0o077 == 0


def test_secret_that_cannot_be_read_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "secret_key").mkdir()
    with pytest.raises(SystemExit):
        kept_secret(tmp_path / "secret_key", "")
    assert "这是一个目录" in capsys.readouterr().err


def test_every_setting_stands_in_the_operators_table() -> None:
    lines = (PROJECT_ROOT / "docs" / "operations" / "settings.md").read_text().splitlines()
    told: dict[str, str] = {}
    for line in lines:
        if line.startswith("| `"):
            names, default = line.split("|")[1:3]
            told |= dict.fromkeys(re.findall(r"`(\w+)`", names), default.strip(" `"))
    fields = {PREFIX + name.upper(): field.default for name, field in Environment.model_fields.items()}
    assert sorted(told) == sorted(fields)
    for name, default in fields.items():
        words = {"": "empty", None: "empty", PROJECT_ROOT / "var": "var/", False: "false"}
        if not told[name].startswith("made once"):
            assert told[name] == words.get(default, str(default)), name
