"""The PDF of a bulletin: by the office's own template where the machine can, and which one it is said on screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chuangcheng.core.documents import office_pdf
from chuangcheng.core.files import places
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Job
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.papers import pdf_paper, pdf_to_send, told_of, word_paper
from chuangcheng.reports.services import use_template
from chuangcheng.reports.testing import make_bulletin, make_template

PRINTED = b"%PDF-1.4 by the office"


@pytest.fixture
def own(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Bulletin:
    """An approved bulletin by the office's own template, on a machine that prints."""
    monkeypatch.setattr(office_pdf, "can_print", lambda: True)
    for place in ("views.lists", "views.making"):
        monkeypatch.setattr(f"chuangcheng.reports.{place}.can_print", lambda: True)
    monkeypatch.setattr(office_pdf, "printed", lambda _word, **_more: PRINTED)
    template = make_template(cast)
    use_template(actor=actor_of(cast.chief), use_id=new_id(), template_id=template.pk, from_on=today(), kinds=())
    return make_bulletin(cast, state="approved")


def test_a_job_makes_the_pdf_by_the_own_template_and_that_one_is_sent(own: Bulletin, cast: Cast) -> None:
    browser = signed_in(cast.chief)
    assert "系统默认版式" in browser.get(f"/bulletins/{own.pk}/issue/").content.decode()
    answer = browser.post(f"/bulletins/{own.pk}/office-pdf/")
    run_all_jobs()
    job = Job.objects.get(name=office_pdf.JOB)
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert b"".join(browser.get(job.result["url"]).streaming_content) == PRINTED  # type: ignore[attr-defined]
    told = told_of(own)
    assert pdf_to_send(told, word_paper(told)) == PRINTED
    assert "系统默认版式" not in browser.get(f"/bulletins/{own.pk}/issue/").content.decode()
    answer = browser.post(f"/bulletins/{own.pk}/issue/", {"kinds": ["street"], "id": str(new_id())})
    own.refresh_from_db()
    assert own.circular is not None, answer.content.decode()
    sent = own.circular.files.get(name__endswith=".pdf").file
    assert places.path_of(sent.sha256).read_bytes() == PRINTED


def test_screen_says_which_pdf_it_is(own: Bulletin, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = signed_in(cast.chief)
    text = browser.get(f"/bulletins/{own.pk}/").content.decode()
    assert "PDF（按本单位模板）" in text
    assert "PDF（系统默认版式）" in text
    monkeypatch.setattr("chuangcheng.reports.views.lists.can_print", lambda: False)
    text = browser.get(f"/bulletins/{own.pk}/").content.decode()
    assert "PDF（按本单位模板）" not in text
    assert "在WPS里打开Word文稿另存为PDF" in text


def test_a_bulletin_by_the_default_template_has_one_pdf(cast: Cast) -> None:
    made = make_bulletin(cast, state="approved")
    browser = signed_in(cast.chief)
    assert "系统默认版式" not in browser.get(f"/bulletins/{made.pk}/").content.decode()
    answer = browser.post(f"/api/v1/bulletins/{made.pk}/office-pdf")
    assert answer.status_code == 409
    told = told_of(made)
    assert pdf_to_send(told, word_paper(told)) == pdf_paper(told)


def test_a_template_put_into_force_tomorrow_changes_nothing_today(cast: Cast) -> None:
    template, tomorrow = make_template(cast), today() + timedelta(days=1)
    use_template(actor=actor_of(cast.chief), use_id=new_id(), template_id=template.pk, from_on=tomorrow, kinds=())
    text = signed_in(cast.chief).get(f"/bulletins/{make_bulletin(cast).pk}/").content.decode()
    assert "系统默认版式" not in text


def test_a_trial_shows_its_layout_where_the_machine_prints(own: Bulletin, cast: Cast) -> None:
    assert own.word_template is not None
    browser, address = signed_in(cast.chief), f"/paper-templates/trials/{own.word_template.pk}/filled/"
    assert browser.post(address).status_code == 302
    run_all_jobs()
    job = Job.objects.get(name=office_pdf.JOB)
    assert b"".join(browser.get(job.result["url"]).streaming_content) == PRINTED  # type: ignore[attr-defined]
