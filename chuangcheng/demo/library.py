"""The library: a collection of speeches and papers written for the demo, one more that waits to be settled."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from chuangcheng.command.models import Collection, Meeting
from chuangcheng.command.services.library import (
    COLLECTION_FILES,
    CollectionGiven,
    add_collection,
    keep_collection,
    read_collection,
)
from chuangcheng.command.services.speeches import SpeechGiven, draft_speech
from chuangcheng.core.files import store
from chuangcheng.core.times import replayed_at
from chuangcheng.demo.meetings import Secretary
from chuangcheng.demo.people import People
from chuangcheng.demo.units import Units

BOOK = """云澜区创建工作讲话文稿选编（示例）
目　录
在全区创建工作动员会上的讲话……1
在创建工作推进会上的讲话……3
关于做好迎检期间环境秩序保障的通知……5
— 1 —
在全区创建工作动员会上的讲话
（{first}）
区委书记　凌云（示例）
同志们：
今天召开动员会，主要任务是统一思想、明确任务，动员全区上下投入创建工作（示例文字）。
一、认清形势，把创建作为为民办实事的抓手
去年以来，各街道、各部门做了大量工作，背街小巷面貌有了明显变化，群众是满意的。
我们也要看到，反复的问题还不少，**街道的个别点位上半年就被通报了两次。
三、突出重点，抓紧补齐短板
— 2 —
区城管局要牵头更换主次干道破损的果皮箱，{day_1}前全部完成。
各街道要在{day_2}前完成背街小巷卫生死角排查，建立台账，逐一销号。
区市场监管局、区商务局负责对农贸市场开展一次集中整治，本月底前把情况报区创城办。
四、落实责任，确保各项任务见底
各级领导干部要提高认识，把创建工作摆上重要位置。
区创城办要会同政府督查室每周通报一次进度，对超期不办的点名道姓。
— 3 —
在创建工作推进会上的讲话
（{second}）
区长　方远（示例）
同志们：
刚才，几个单位作了发言，讲得都很实在（示例文字）。下面我讲三点意见。
一是要盯住问题改。区住建局务必在{day_3}前修复老旧小区破损的楼道设施，联系人13800000000。
二是要把责任压到人。请东关街道于{day_2}前把包保名单报区创城办。
三是要让群众参与。我们要多听群众的意见，把好事办好。
会后，请督导组对前两次会议定的事项进行核查，{day_4}前形成专报。
— 4 —
关于做好迎检期间环境秩序保障的通知
云创办〔{year}〕XX号（示例）
各街道，各有关部门：
为做好迎检工作，现将有关事项通知如下（示例文字）。
1.区交警大队要增派警力疏导主要路口，迎检期间每天早晚高峰到岗。
2.各街道应在迎检前完成一次全面自查，自查情况报区创城办。
3.各单位要严格遵守纪律。
{third}
— 5 —
"""
LATER = """在创建工作点评会上的讲话提纲（示例）
（{day}）
一、肯定成绩
各单位整改的速度比上个月快了（示例文字）。
二、指出问题
仍有点位反复，个别单位反馈不及时。
三、下步要求
请各街道对照问题清单再查一遍，{due}前报结果。
"""


def make_library(units: Units, people: People, at: datetime) -> None:
    """One collection is kept, one waits to be settled; both by the services that people use."""
    desk, day = Secretary(people, units, at), at.date()
    book = BOOK.format(
        first=_written(day - timedelta(days=75)),
        second=_written(day - timedelta(days=20)),
        third=_written(day - timedelta(days=9)),
        day_1=_written(day + timedelta(days=16)),
        day_2=_written(day + timedelta(days=9)),
        day_3=_written(day + timedelta(days=30)),
        day_4=_written(day + timedelta(days=12)),
        year=day.year,
    )
    found = _brought(desk, book, "创建工作讲话文稿选编（示例）.txt", at - timedelta(days=6))
    with replayed_at(at - timedelta(days=5)):
        keep_collection(actor=desk.office, collection_id=found.pk)
    later = LATER.format(day=_written(day - timedelta(days=3)), due=_written(day + timedelta(days=11)))
    _brought(desk, later, "点评会讲话提纲（示例）.txt", at - timedelta(hours=4))
    _speech(desk, at)


def _speech(desk: Secretary, at: datetime) -> None:
    """A draft for the leader whom people try, as of an hour ago."""
    meeting = Meeting.objects.filter(kind=Meeting.Kind.REVIEW, cancelled_at__isnull=True).order_by("-starts_at").first()
    moment = at - timedelta(hours=1)
    with replayed_at(moment):
        draft_speech(
            actor=desk.office,
            speech_id=desk.key(moment),
            given=SpeechGiven(
                kind="review",
                leader_id=desk.people.by_username["lingdao"].pk,
                speaks_on=at.date() + timedelta(days=3),
                title="在创建工作点评会上的讲话（示例）",
                meeting_id=None if meeting is None else meeting.pk,
            ),
        )


def _brought(desk: Secretary, text: str, name: str, moment: datetime) -> Collection:
    with replayed_at(moment):
        file = store(text.encode(), name=name, limits=COLLECTION_FILES)
        given = CollectionGiven((file, name), source="示例文稿，由本系统编写")
        made = add_collection(actor=desk.office, collection_id=desk.key(moment), given=given)
        read_collection(collection_id=made.pk)
    return made


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
