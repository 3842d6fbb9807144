"""What residents sent by the report page and nobody has looked at yet. It opens no cases: the work was not done."""

from __future__ import annotations

from datetime import datetime, timedelta

from chuangcheng.core import files
from chuangcheng.core.ids import id_at
from chuangcheng.demo.photos import draw
from chuangcheng.intake.services import Contact
from chuangcheng.portal.services import Sent, submit
from chuangcheng.portal.stamps import new_stamp
from chuangcheng.sites.models import Site

PHONE = "19900000021"  # of nobody: the sample data's numbers begin with 199000
# 大类, words, how many hours ago, at a site. The first two say the same.
TOLD = (
    ("市容环境", "花坛边堆着旧沙发和床垫，好几天了没人拉走", 30, True),
    ("市容环境", "花坛边堆着旧沙发和床垫，好几天了没人拉走！", 28, True),
    ("公用设施", "路灯连着三盏不亮，晚上接孩子很黑", 20, True),
    ("街面秩序", "早市把盲道占满了，老人只好走到车道上", 6, False),
)


def make_submissions(sites: list[Site], at: datetime) -> None:
    """Four of them; two are the same matter."""
    for number, (group, words, hours, at_site) in enumerate(TOLD):
        opened = at - timedelta(hours=hours)
        picture = draw(f"portal{group}", words[:8], opened, is_after=False)
        photo = files.store(picture, name="随手拍.jpg", limits=files.PHOTOS)
        sent = Sent(
            stamp=new_stamp(now=opened, report_id=id_at(opened, order=number)),
            text=words,
            group=group,
            place_text="" if at_site else "早市入口，公交站东侧",
            site_id=sites[1 if number < 2 else number].pk if at_site else None,  # noqa: PLR2004 - the same matter
            photo_ids=[photo.pk],
            contact=Contact("李某", PHONE) if number == 0 else Contact(),
            wants_answer=True,
        )
        submit(sent=sent, now=opened + timedelta(minutes=1))
