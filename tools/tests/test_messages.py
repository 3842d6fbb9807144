from __future__ import annotations

from pathlib import Path

import polib
import pytest

from tools import messages


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one app, a template of its own and a root template."""
    for app in ("cases", "config"):
        (tmp_path / "chuangcheng" / app).mkdir(parents=True)
        (tmp_path / "chuangcheng" / app / "__init__.py").write_text("", encoding="utf-8")
    return tmp_path


def write(project: Path, path: str, text: str) -> None:
    target = project / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def translate(project: Path, app: str, **english: str) -> None:
    path = project / "chuangcheng" / app / messages.PO
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        entry.msgstr = english.get(entry.msgid, entry.msgstr)
    catalogue.save(str(path))


def texts(project: Path, app: str) -> list[str]:
    return [text.text for text in messages.texts_in(project, app)]


def faults(project: Path, capsys: pytest.CaptureFixture[str]) -> str:
    messages.check(project, messages.apps(project))
    return capsys.readouterr().err


def test_texts_of_code_are_found_by_every_name_of_gettext(project: Path) -> None:
    write(
        project,
        "chuangcheng/cases/services.py",
        """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
A = _("甲")
B = gettext_lazy("乙")
C = ngettext("%(n)s 件", "%(n)s 件", 2)
D = pgettext("状态", "丁")
E = "不是文字"
""",
    )

    found = messages.texts_in(project, "cases")

    assert [(each.context, each.text, each.plural) for each in found] == [
        ("", "甲", ""),
        ("", "乙", ""),
        ("", "%(n)s 件", "%(n)s 件"),
        ("状态", "丁", ""),
    ]


def test_texts_of_templates_are_found_whatever_their_indentation(project: Path) -> None:
    write(
        project,
        "chuangcheng/cases/templates/cases/list.html",
        """
<div>
      {% translate "问题" %}
   {% blocktranslate trimmed with n=count %}
        共 {{ n }} 条
   {% endblocktranslate %}
 {{ label|default:_("理由") }} {% icon "x" label=_('关闭') %}
</div>""",
    )

    assert texts(project, "cases") == ["问题", "共 %(n)s 条", "理由", "关闭"]


def test_root_templates_belong_to_config_and_tests_to_nobody(project: Path) -> None:
    write(project, "templates/base.html", '{% translate "主菜单" %}')
    write(project, "chuangcheng/config/tests/test_x.py", '_("测试")')

    assert texts(project, "config") == ["主菜单"]


def test_update_keeps_translations_and_drops_what_is_no_longer_used(project: Path) -> None:
    write(project, "chuangcheng/cases/forms.py", '_("保留")\n_("去掉")')
    messages.update(project, ["cases"])
    translate(project, "cases", 保留="Kept", 去掉="Dropped")
    write(project, "chuangcheng/cases/forms.py", '_("保留")\n_("新来")')

    messages.update(project, ["cases"])

    catalogue = polib.pofile(str(project / "chuangcheng/cases" / messages.PO))
    assert {entry.msgid: entry.msgstr for entry in catalogue} == {"保留": "Kept", "新来": ""}


def test_update_takes_the_translation_that_another_app_has(project: Path) -> None:
    write(project, "chuangcheng/config/urls.py", '_("保存")')
    messages.update(project, ["config"])
    translate(project, "config", 保存="Save")
    write(project, "chuangcheng/cases/forms.py", '_("保存")')

    messages.update(project, ["cases"])

    assert polib.pofile(str(project / "chuangcheng/cases" / messages.PO))[0].msgstr == "Save"


def test_check_passes_when_all_is_translated_and_compiled(project: Path) -> None:
    write(project, "chuangcheng/cases/forms.py", '_("保存")')
    messages.update(project, ["cases"])
    translate(project, "cases", 保存="Save")
    messages.compile_all(project)

    assert messages.check(project, ["cases", "config"]) == 0


def test_check_names_a_missing_translation(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, "chuangcheng/cases/forms.py", '_("保存")')
    messages.update(project, ["cases"])
    messages.compile_all(project)

    assert "cases: no English: 保存" in faults(project, capsys)


def test_check_names_a_text_that_was_never_gathered(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, "chuangcheng/cases/forms.py", '_("保存")')

    assert "chuangcheng/cases/forms.py: not in the catalogue: 保存" in faults(project, capsys)


def test_check_names_a_module_that_calls_gettext_what_is_not_gathered(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, "chuangcheng/cases/forms.py", "from django.utils.translation import gettext as _later\n")

    assert "chuangcheng/cases/forms.py: gettext as _later is not gathered" in faults(project, capsys)


def test_check_names_a_stale_binary(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, "chuangcheng/cases/forms.py", '_("保存")')
    messages.update(project, ["cases"])
    messages.compile_all(project)
    translate(project, "cases", 保存="Save")

    assert "django.mo is stale" in faults(project, capsys)


def test_check_names_obsolete_and_fuzzy_entries(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, "chuangcheng/cases/forms.py", '_("保存")')
    messages.update(project, ["cases"])
    path = project / "chuangcheng/cases" / messages.PO
    catalogue = polib.pofile(str(path))
    catalogue[0].msgstr, catalogue[0].flags = "Save", ["fuzzy"]
    catalogue.append(polib.POEntry(msgid="旧的", msgstr="Old"))
    catalogue.save(str(path))

    said = faults(project, capsys)

    assert "fuzzy: 保存" in said
    assert "no longer used: 旧的" in said


def test_check_names_a_translation_with_other_placeholders(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, "chuangcheng/cases/forms.py", '_("共 %(n)s 条")')
    messages.update(project, ["cases"])
    translate(project, "cases", **{"共 %(n)s 条": "%(count)s in all"})
    messages.compile_all(project)

    assert "other placeholders in English" in faults(project, capsys)


def test_check_names_chinese_in_a_template_that_no_tag_marks(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, "templates/base.html", "{# 说明 #}<p>问题</p><button lang='zh-CN'>中文</button>")

    said = faults(project, capsys)

    assert "Chinese without a translation tag: templates/base.html: 问题" in said
    assert "说明" not in said


def test_wrong_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.main(["update"]) == 2
    assert messages.main(["update", "nothing"]) == 2
    assert "usage" in capsys.readouterr().err


def test_texts_in_the_braces_of_formatted_texts_are_found(project: Path) -> None:
    write(
        project,
        "chuangcheng/cases/views.py",
        """A = f"{told} · {_('甲')}"
B = f"{pgettext('状态', '乙')}-{day:%Y}"
C = f"{name(_('丙'))}"
""",
    )
    assert {(each.context, each.text) for each in messages.texts_in(project, "cases")} == {
        ("", "甲"),
        ("状态", "乙"),
        ("", "丙"),
    }
