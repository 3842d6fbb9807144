"""English catalogues of the Chinese texts: gathered from code and templates, compiled, and checked to be complete.

``python -m tools.messages update APP|all`` writes ``chuangcheng/APP/locale/en/LC_MESSAGES/django.po`` from what stands
in the app now, keeping translations and taking one that another app already has; what is no longer used goes.
``compile`` writes the ``.mo`` files, ``check`` lists what is missing and exits 1. Templates at the root are config's.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "chuangcheng"
ROOT_TEMPLATES_APP = "config"
PO = Path("locale/en/LC_MESSAGES/django.po")
SKIPPED_FOLDERS = {"tests", "migrations", "locale", "__pycache__"}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "_text": None,
    "gettext": None,
    "mark": None,
    "inbox_text": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdif]|%[sdif]|\{(\w*)\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
MARKED = re.compile(
    r"\{%\s*comment.*?endcomment\s*%\}"
    r"|\{#.*?#\}"
    r"|\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}"
    r"|\{%\s*trans(?:late)?\b.*?%\}"
    r"""|_\((?:"[^"]*"|'[^']*')\)""",
    re.DOTALL,
)
OWN_NAME_OF_LANGUAGE = "中文"
RENAMED = re.compile(r"^from django\.utils\.translation import \w*gettext\w* as (\w+)$", re.MULTILINE)

Key: TypeAlias = tuple[str, str]  # context (empty: none), text


@dataclass(frozen=True)
class Found:
    """A text as it stands in the code."""

    context: str
    text: str
    plural: str
    path: str  # relative to the root

    @property
    def key(self) -> Key:
        """What makes it the same message."""
        return (self.context, self.text)


def apps(root: Path) -> list[str]:
    """The packages below `chuangcheng/`, by name."""
    return sorted(path.parent.name for path in (root / PACKAGE).glob("*/__init__.py"))


def texts_in(root: Path, app: str) -> list[Found]:
    """Every text of an app, each once with the first file that has it, in order of file and place."""
    found: dict[Key, Found] = {}
    for path in _sources(root, app):
        for text in _texts_of(root, path):
            kept = found.setdefault(text.key, text)
            if text.plural and not kept.plural:
                found[text.key] = text
    return list(found.values())


def unmarked_in(root: Path, app: str) -> list[str]:
    """`file: text` for Chinese in templates that no translation tag marks."""
    return [
        f"{path.relative_to(root).as_posix()}: {text}"
        for path in _sources(root, app)
        if path.suffix != ".py"
        for text in CHINESE.findall(MARKED.sub("", path.read_text(encoding="utf-8")))
        if text != OWN_NAME_OF_LANGUAGE
    ]


def merged(texts: Iterable[Found], known: dict[Key, polib.POEntry]) -> polib.POFile:
    """A catalogue of exactly these texts, with the translations that are known."""
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "MIME-Version": "1.0",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    catalogue.extend(_entry(text, known.get(text.key)) for text in texts)
    return catalogue


def faults_of(texts: Iterable[Found], catalogue: polib.POFile) -> list[str]:
    """One line per text that is missing, not translated, fuzzy, no longer used or has other placeholders."""
    wanted = {text.key: text for text in texts}
    kept = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    faults = [f"{wanted[key].path}: not in the catalogue: {key[1]}" for key in wanted.keys() - kept.keys()]
    faults += [f"no longer used: {key[1]}" for key in kept.keys() - wanted.keys()]
    faults += [f"no longer used: {entry.msgid}" for entry in catalogue.obsolete_entries()]
    faults += [f"{reason}: {key[1]}" for key, entry in kept.items() if key in wanted for reason in _wrong(entry)]
    return sorted(faults)


def update(root: Path, names: list[str]) -> int:
    """Writes the catalogues of these apps; prints how many texts still want English."""
    known = _known(root)
    for app in names:
        texts = texts_in(root, app)
        path = _po_path(root, app)
        if not texts and not path.exists():
            continue
        own = {key: entry for key, entry in _own(path).items() if entry.translated()}
        catalogue = merged(texts, known | own)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        wanting = sum(1 for entry in catalogue if not entry.translated())
        print(f"{app}: {len(catalogue)} texts, {wanting} without English")
    return 0


def compile_all(root: Path) -> int:
    """Writes each `.mo` that differs from its `.po`."""
    for app in apps(root):
        path = _po_path(root, app)
        if path.exists() and _is_stale(path):
            path.with_suffix(".mo").write_bytes(polib.pofile(str(path)).to_binary())
            print(f"{app}: compiled")
    return 0


def check(root: Path, names: list[str]) -> int:
    """0 when every text of these apps has its English and every `.mo` is fresh; else 1, with the list."""
    faults = [f"{app}: {fault}" for app in names for fault in (*_app_faults(root, app), *_unknown_names(root, app))]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def main(arguments: list[str]) -> int:
    command, *rest = arguments or [""]
    names = apps(ROOT) if rest in ([], ["all"]) else rest
    unknown = sorted(set(names) - set(apps(ROOT)))
    if unknown or command not in ("update", "compile", "check") or (command == "update" and not rest):
        print("usage: python -m tools.messages update APP|all | compile | check [APP]", file=sys.stderr)
        return 2
    if command == "compile":
        return compile_all(ROOT)
    return update(ROOT, names) if command == "update" else check(ROOT, names)


def _sources(root: Path, app: str) -> list[Path]:
    folder = root / PACKAGE / app
    files = [*folder.rglob("*.py"), *(path for path in folder.rglob("templates/**/*") if _is_template(path))]
    if app == ROOT_TEMPLATES_APP:
        files += [path for path in (root / "templates").rglob("*") if _is_template(path)]
    return sorted(path for path in files if not SKIPPED_FOLDERS & set(path.relative_to(root).parts[:-1]))


def _unknown_names(root: Path, app: str) -> Iterator[str]:
    """Names that a module gives gettext and that are not gathered: their texts would stay Chinese for ever."""
    for path in _sources(root, app):
        for name in RENAMED.findall(path.read_text("utf-8")) if path.suffix == ".py" else ():
            if name not in KEYWORDS:
                yield f"{path.relative_to(root)}: gettext as {name} is not gathered; call it _ or _text"


def _is_template(path: Path) -> bool:
    return path.suffix in {".html", ".txt"}


def _texts_of(root: Path, path: Path) -> Iterator[Found]:
    source = path.read_text(encoding="utf-8")
    in_braces = _in_formatted(source) if path.suffix == ".py" else []
    if path.suffix != ".py":
        source = _as_python(source, path)
    place = path.relative_to(root).as_posix()
    for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        text, plural = message if isinstance(message, tuple) else (message, "")
        if text:
            yield Found(context or "", text, plural or "", place)
    yield from (Found(context, text, "", place) for context, text in in_braces)


def _in_formatted(source: str) -> list[Key]:
    """What stands in the braces of formatted texts, f"{_('…')}", which the extractor passes over."""
    formatted = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr))
    calls = (node for each in formatted for node in ast.walk(each) if isinstance(node, ast.Call))
    return [key for call in calls if (key := _key_of_call(call)) is not None]


def _key_of_call(call: ast.Call) -> Key | None:
    """Context and text of a call such as _("…") or pgettext("…", "…"); None for any other call."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    texts = [part.value for part in call.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    if name not in KEYWORDS or len(texts) != len(call.args) or not texts:
        return None
    return (texts[0], texts[1]) if name.startswith("pgettext") else ("", texts[0])


def _as_python(template: str, path: Path) -> str:
    # templatize keeps the template's indentation, which is no indentation of Python
    return "\n".join(line.lstrip() for line in templatize(template, origin=str(path)).splitlines())


def _entry(text: Found, known: polib.POEntry | None) -> polib.POEntry:
    plural = {index: _plural_form(known, index) for index in (0, 1)} if text.plural else {}
    return polib.POEntry(
        msgctxt=text.context or None,
        msgid=text.text,
        msgid_plural=text.plural,
        msgstr="" if text.plural or known is None else known.msgstr,
        msgstr_plural=plural,
        occurrences=[(text.path, "")],
        flags=["python-format"] if "%" in text.text and PLACEHOLDER.search(text.text) else [],
    )


def _plural_form(known: polib.POEntry | None, index: int) -> str:
    return str(known.msgstr_plural.get(index, "")) if known is not None and known.msgstr_plural else ""


def _wrong(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(translations):
        yield "no English"
        return
    # a singular may spell its number out, so that the plural alone must have every placeholder
    if _placeholders(translations[-1]) != _placeholders(entry.msgid_plural or entry.msgid):
        yield "other placeholders in English"


def _placeholders(text: str) -> list[str]:
    return sorted(match.group(0) for match in PLACEHOLDER.finditer(text))


def _app_faults(root: Path, app: str) -> Iterator[str]:
    path, texts = _po_path(root, app), texts_in(root, app)
    yield from (f"Chinese without a translation tag: {line}" for line in unmarked_in(root, app))
    if not path.exists():
        yield from (f"{text.path}: not in the catalogue: {text.text}" for text in texts)
        return
    yield from faults_of(texts, polib.pofile(str(path)))
    if _is_stale(path):
        yield f"{path.with_suffix('.mo').relative_to(root)} is stale; run `python -m tools.messages compile`"


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.read_bytes() != polib.pofile(str(path)).to_binary()


def _own(path: Path) -> dict[Key, polib.POEntry]:
    return {_key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}


def _known(root: Path) -> dict[Key, polib.POEntry]:
    catalogues = (_own(_po_path(root, app)) for app in apps(root))
    return {key: entry for catalogue in catalogues for key, entry in catalogue.items() if entry.translated()}


def _key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid)


def _po_path(root: Path, app: str) -> Path:
    return root / PACKAGE / app / PO


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
