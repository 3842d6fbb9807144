"""The usual form of a speech, section by section. A clause is taken when all its figures are known, so that no gap is
left to be filled by heart."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from chuangcheng.command.speeches.figures import names_in

MOBILISE, PROMOTE, REVIEW = "mobilise", "promote", "review"
KINDS = (MOBILISE, PROMOTE, REVIEW)


@dataclass(frozen=True, slots=True)
class Section:
    """A section as it is drafted: paragraphs between line breaks."""

    key: str
    head: str  # empty: without a head
    text: str


_PURPOSE = {
    MOBILISE: "这次动员会的主要任务是：认清形势，明确任务，动员全区上下投入{项目名称}。",
    PROMOTE: "这次推进会的主要任务是：通报工作进展，分析存在的问题，部署下一阶段的重点工作。",
    REVIEW: "这次点评会的主要任务是：点评各单位的工作，表扬先进，指出不足，推动问题整改。",
}
_PURPOSE_PLAIN = {MOBILISE: "这次动员会的主要任务是：认清形势，明确任务，动员各方面力量投入创建工作。"}
_SPEECHES = (
    "刚才，{经验发言单位}作了经验发言，做法实、效果好，请大家学习借鉴。",
    "刚才，{表态发言单位}作了表态发言，希望说到做到，下次会议看结果。",
)
RATE = "按期结案率"
_WORK = "前一阶段，各单位做了大量工作。{统计期间}，应结问题{应结问题}，按期办结{按期办结}"
_PRAISED, _UNPRAISED = _WORK + "，按期结案率{按期结案率}。", _WORK + "。"
_LOW_RATE = "{统计期间}，按期结案率只有{按期结案率}，与要求还有差距。"
_PRAISE = (
    "{按期率靠前单位}按期结案率靠前，值得肯定。",
    "最近发布的考核榜上，{考核榜靠前单位}位居前列，要再接再厉。",
    "上次会议议定的{决定事项}中，已落实{已落实决定}。",
    "任务台账已销号{已销号任务}。",
)
_TROUBLES = (
    "在肯定成绩的同时，也要清醒看到存在的问题。{统计期间}，超期问题{超期问题}，没有按时限办结或反馈。",
    "问题主要集中在{超期较多单位}。",
    "{考核黑榜单位}列入黑榜，要深刻查找原因，限期改进。",
    "任务台账在办{在办任务}，其中超期{超期任务}；超期较多的是{任务超期较多单位}。",
    "上次会议议定事项还有{超期决定}超期没有落实。",
)
_SITUATION = (
    "距离{迎检名称}还有{倒计时}，其中工作日{倒计时工作日}，时间已经很紧。",
    "按现有检查结果测算，得分为{测算得分}，可能的范围是{得分下限}至{得分上限}。",
    "最近一次官方测评得分{官方得分}，在{官方参评数}参评地方中列{官方名次}。",
)
_POINTS = {
    MOBILISE: (
        ("第一，提高认识，把责任扛起来。", "各单位主要负责同志要亲自部署、亲自过问，把任务分解到岗到人。"),
        ("第二，对照标准，把短板补起来。", "各单位要对照测评标准逐条自查，列出清单，明确时限，逐项销号。"),
        ("第三，形成合力，把氛围营造起来。", "宣传发动要到小区、到单位、到学校，让群众知晓、请群众参与。"),
    ),
    PROMOTE: (
        ("第一，盯住超期问题，限期清零。", "对{超期问题}超期问题，责任单位要逐件说明原因，提出办结日期。"),
        ("第二，盯住重点任务，倒排工期。", "对超期的{超期任务}任务，牵头单位要重新排定计划，每周报进度。"),
        ("第三，盯住责任落实，严格督查。", "督导组要跟踪核查，办结不实的退回重办，反复出现的点名通报。"),
    ),
    REVIEW: (
        ("第一，正视差距，对号入座。", "被点到的单位要在会后研究整改措施，把问题改在下次点评之前。"),
        ("第二，抓住关键，立行立改。", "能马上改的当天改，需要时间的列出计划，{超期问题}超期问题要尽快清零。"),
        ("第三，健全机制，防止反弹。", "对反复出现的问题要从管理上找原因，完善巡查和维护办法。"),
    ),
}
_END = {
    MOBILISE: "同志们，创建工作已经开始，让我们把任务落实到每一天、每一个点位，以实际成效让群众满意。",
    PROMOTE: "同志们，{迎检名称}日益临近，请大家抓紧每一天，把问题解决在迎检之前。",
    REVIEW: "同志们，点评是为了改进。请各单位会后立即行动，下次会议首先通报整改情况。",
}
_END_PLAIN = "同志们，让我们抓紧每一天，把各项工作落到实处。"


def outline(
    kind: str, known: Collection[str], *, is_punctual: bool = True, nought: Collection[str] = ()
) -> list[Section]:
    """The sections of a kind of speech with the clauses whose figures are known. Raises KeyError for another kind.

    `is_punctual`: whether the rate on time is one to praise; else it stands among the troubles. `nought`: figures that
    are 0, which are neither praised nor blamed.
    """
    praise = (_PRAISED if is_punctual else _UNPRAISED, *_PRAISE)
    troubles = _TROUBLES if is_punctual else (*_TROUBLES[:1], _LOW_RATE, *_TROUBLES[1:])
    purpose = _PURPOSE[kind] if _fits(_PURPOSE[kind], known) else _PURPOSE_PLAIN[kind]
    end = _END[kind] if _fits(_END[kind], known) else _END_PLAIN
    return [
        Section("purpose", "", f"同志们：\n{purpose}"),
        Section("speeches", "", _joined(_SPEECHES, known)),
        Section("praise", "一、肯定成绩，坚定信心", _joined(praise, known, nought)),
        Section("troubles", "二、正视问题，找准差距", _joined(troubles, known, nought)),
        Section("situation", "三、认清形势，增强紧迫感", _joined(_SITUATION, known)),
        Section("points", "四、下步工作的三点意见", "\n".join(_point(point, known) for point in _POINTS[kind])),
        Section("end", "", end),
    ]


def _joined(clauses: Collection[str], known: Collection[str], nought: Collection[str] = ()) -> str:
    fitting = (clause for clause in clauses if _fits(clause, known))
    return "\n".join(clause for clause in fitting if not set(nought).intersection(names_in(clause)))


def _fits(clause: str, known: Collection[str]) -> bool:
    return all(name in known for name in names_in(clause))


def _point(point: tuple[str, str], known: Collection[str]) -> str:
    head, text = point
    return head + text if _fits(text, known) else head
