"""What an operator may choose, read from `CHUANGCHENG_*`; a wrong value stops the start with a sentence."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from chuangcheng.config.databases import database
from chuangcheng.config.refusing import stop
from chuangcheng.config.tiles import tile_source
from chuangcheng.config.tls import check_certificate

PROJECT_ROOT = Path(__file__).resolve().parents[2]
PREFIX = "CHUANGCHENG_"
FOR_TESTS = "CHUANGCHENG_TEST_"  # read by scripts, not by the product
ORIGIN = re.compile(r"https://[^/\s]+")

REASONS = {
    "int_parsing": "应为整数",
    "greater_than_equal": "不应小于{ge}",
    "less_than_equal": "不应大于{le}",
    "literal_error": "应为{expected}之一",
    "bool_parsing": "应为true或false",
    "value_error": "{error}",
}


class Environment(BaseSettings):
    """One field per `CHUANGCHENG_*` variable; `docs/operations/settings.md` lists them for operators."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", env_ignore_empty=True)

    port: int = Field(default=8000, ge=1, le=65535)
    host: str = "127.0.0.1"
    data: Path = PROJECT_ROOT / "var"
    database_url: str = ""  # empty: the embedded SQLite database under `data`
    tls_cert: Path | None = None
    tls_key: Path | None = None
    allowed_hosts: str = "*"  # comma list; "*" while nobody said otherwise
    trusted_origins: str = ""  # comma list of https://host that forms may come from behind a gateway
    place_name: str = "云澜区"  # our choice: the fictional demo district
    debug: bool = False
    secret_key: str = ""  # empty: made once and kept under `data`
    field_keys: str = ""  # comma list, newest first; empty: made once and kept under `data`
    hash_algorithm: Literal["sha256", "sm3"] = "sha256"
    cipher: Literal["aes-gcm", "sm4-gcm"] = "aes-gcm"
    map_tiles: str = ""  # URL template of the base map; empty: the place's own boundaries are drawn
    messages_to_private: bool = False  # outgoing messages may go to addresses inside the own network
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    server_workers: int = Field(default=2, ge=1, le=64)
    live_sheet_seconds: int = Field(default=1, ge=1, le=600)  # a slower score sheet is shown as kept; our choice
    database_pool: int = Field(default=8, ge=2, le=100)  # connections for one process

    @field_validator("data", "tls_cert", "tls_key")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path and path.expanduser().absolute()

    @field_validator("database_url")
    @classmethod
    def _understood(cls, url: str) -> str:
        database(url=url, data=Path(), pool=2)
        return url

    @field_validator("map_tiles")
    @classmethod
    def _tiles(cls, tiles: str) -> str:
        if tiles:
            tile_source(tiles)
        return tiles

    @field_validator("trusted_origins")
    @classmethod
    def _origins(cls, origins: str) -> str:
        if not all(ORIGIN.fullmatch(origin) for origin in listed(origins)):
            raise ValueError("应为逗号分隔的https://主机名，末尾不带斜杠")
        return origins

    @field_validator("field_keys")
    @classmethod
    def _no_empty_key(cls, keys: str) -> str:
        if keys and len(listed(keys)) != len(keys.split(",")):
            raise ValueError("逗号之间不能为空")
        return keys


@cache
def environment() -> Environment:
    """The settings of this process; ends the process with one sentence per wrong variable."""
    if unknown := _unknown_names():
        stop("\n".join(unknown))
    try:
        found = Environment()
    except ValidationError as error:
        stop("\n".join(_sentence(wrong) for wrong in error.errors()))
    _check_tls(found)
    return found


def listed(text: str) -> list[str]:
    """The entries of a comma list."""
    return [entry.strip() for entry in text.split(",") if entry.strip()]


def _unknown_names() -> list[str]:
    """A sentence for each misspelt variable: what nobody reads would do nothing, and nobody would know."""
    known = [PREFIX + name.upper() for name in Environment.model_fields]
    wrong = [name for name in os.environ if name.startswith(PREFIX) and not name.startswith(FOR_TESTS)]
    return [_unknown(name, known) for name in sorted(set(wrong) - set(known))]


def _unknown(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"没有名为 {name} 的设置{f'，是否想写 {close[0]}' if close else ''}，请改正后再启动。"


def _sentence(wrong: ErrorDetails) -> str:
    name = PREFIX + "_".join(str(part) for part in wrong["loc"]).upper()
    context: dict[str, Any] = dict(wrong.get("ctx", {}))
    if "expected" in context:
        context["expected"] = context["expected"].replace("'", "").replace(" or ", "、").replace(", ", "、")
    reason = REASONS.get(wrong["type"], "格式不对").format(**context)
    return f"设置 {name} 的值无法使用：{reason}，请改正后再启动。"


def _check_tls(found: Environment) -> None:
    if bool(found.tls_cert) != bool(found.tls_key):
        stop("CHUANGCHENG_TLS_CERT 与 CHUANGCHENG_TLS_KEY 须同时设置，请补齐后再启动。")
    if found.tls_cert and found.tls_key:
        try:
            check_certificate(found.tls_cert, found.tls_key)
        except ValueError as error:
            stop(f"CHUANGCHENG_TLS_CERT 和 CHUANGCHENG_TLS_KEY 无法使用：{error}，请改正后再启动。")
