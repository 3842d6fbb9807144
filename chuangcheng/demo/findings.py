"""What patrols of the demo find: for each class the kinds of place where it occurs, and how people would write it."""

from __future__ import annotations

from dataclasses import dataclass

STREET = ("main-road", "back-street", "commercial-street", "junction", "urban-fringe", "township")
HOME = ("estate", "community")
OPEN_AIR = ("square", "park", "scenic-spot", "bus-stop")
TRADE = ("market", "mall", "hotel", "commercial-street")
COUNTER = ("government-hall", "bank", "service-window", "hospital")
CULTURE = ("practice-centre", "culture-venue", "school")
WORKS = ("construction-site",)


@dataclass(frozen=True)
class Finding:
    """One way to put a problem of a class."""

    problem_class: str  # name
    site_types: tuple[str, ...]  # codes
    words: tuple[str, ...]  # "{n}" stands for a number of two to five


FINDINGS = [
    Finding("暴露垃圾", (*STREET, *HOME, "market"), ("垃圾桶满溢，周边散落垃圾", "墙角堆放生活垃圾{n}袋")),
    Finding("道路不洁", STREET, ("路面有积尘和污迹，约{n}0米", "人行道散落烟蒂和纸屑{n}处")),
    Finding("建筑垃圾乱倒", (*HOME, "urban-fringe"), ("路边堆放装修垃圾{n}袋", "空地倾倒渣土一堆")),
    Finding("绿地脏乱", (*HOME, *OPEN_AIR), ("绿化带内有白色垃圾{n}处", "草坪内有宠物粪便{n}处")),
    Finding("水域不洁", ("park", "scenic-spot"), ("水面漂浮垃圾{n}处", "岸边有落叶和塑料袋未清理")),
    Finding("公厕不洁有异味", ("public-toilet",), ("蹲位有污渍，气味较重", "洗手台积水，{n}个龙头损坏")),
    Finding("乱堆乱放", (*HOME, "back-street"), ("楼前堆放旧家具{n}件", "门前堆放纸箱杂物")),
    Finding("乱拉乱挂", (*HOME, "back-street"), ("线缆低垂缠绕{n}处", "绿化带树木间晾晒衣物")),
    Finding("污水外溢", ("market", "back-street", "estate"), ("污水井外溢，路面有异味", "摊位排水漫到通道")),
    Finding("门前三包不落实", ("commercial-street", "main-road"), ("{n}家店铺门前有垃圾未清扫",)),
    Finding("环境卫生脏乱", (*COUNTER, *TRADE), ("大厅地面有污渍，角落堆放杂物", "楼梯间有烟蒂{n}个")),
    Finding("垃圾分类不到位", HOME, ("垃圾混投，桶外堆放{n}袋", "分类投放点没有指引牌")),
    Finding("乱贴乱画", (*HOME, "back-street", "bus-stop"), ("墙面有小广告{n}处", "电线杆上张贴小广告{n}张")),
    Finding("公益广告破损", (*STREET, *OPEN_AIR), ("公益广告画面褪色破损{n}处", "景观小品掉漆")),
    Finding("公益广告缺失", (*TRADE, *COUNTER), ("显著位置没有公益广告", "公益广告数量不足，还差{n}处")),
    Finding("店招牌匾破损", ("commercial-street", "back-street"), ("店招掉字{n}处", "牌匾松动，有掉落隐患")),
    Finding("占道经营", ("back-street", "main-road", "market"), ("{n}家商户出店经营", "流动摊贩占用人行道")),
    Finding("机动车乱停", (*STREET, "estate"), ("人行道上停放机动车{n}辆", "消防通道口停放机动车")),
    Finding("非机动车乱停", (*STREET, "bus-stop", "hospital"), ("共享单车占用盲道{n}辆", "电动车停放杂乱")),
    Finding("围挡破损", WORKS, ("围挡破损{n}块", "围挡污损，公益广告不足三成")),
    Finding("工地扬尘", WORKS, ("裸土没有覆盖", "出入口带泥上路约{n}0米")),
    Finding("井盖缺失破损", STREET, ("井盖破损下沉", "雨水箅子缺失{n}块")),
    Finding("人行道破损", STREET, ("人行道地砖松动缺失{n}块", "路缘石破损{n}处")),
    Finding("路面坑洼积水", ("back-street", "urban-fringe", "estate"), ("路面坑洼积水{n}处",)),
    Finding("路灯不亮", ("back-street", "main-road", "estate"), ("路灯不亮{n}盏",)),
    Finding("无障碍设施问题", (*COUNTER, "mall", "main-road"), ("无障碍坡道被占用", "盲道中断{n}处")),
    Finding("座椅健身设施破损", ("park", "square", "estate"), ("健身器材损坏{n}件", "休闲座椅断裂")),
    Finding("站牌信息不符", ("bus-stop",), ("站牌线路信息没有更新", "站牌破损，看不清线路")),
    Finding("标识提示缺失", (*COUNTER, *CULTURE), ("没有文明提示标识", "导向标识缺失{n}处")),
    Finding("绿植缺失枯死", (*OPEN_AIR, "main-road"), ("行道树枯死{n}株", "绿篱缺株，黄土裸露")),
    Finding("毁绿种菜", ("estate",), ("绿地内种菜{n}处",)),
    Finding("楼道堵塞黑暗", ("estate",), ("楼道堆放杂物", "楼道灯不亮{n}盏")),
    Finding("飞线充电", ("estate",), ("飞线充电{n}处",)),
    Finding("消防通道堵塞", (*HOME, "market", "mall"), ("消防通道堆放货物", "安全出口被杂物遮挡")),
    Finding("消防设施缺失失效", (*TRADE, *CULTURE), ("灭火器过期{n}具", "应急照明不亮{n}盏")),
    Finding("信息公示缺失", COUNTER, ("办事指南没有更新", "收费标准没有公示")),
    Finding("服务不规范", COUNTER, ("工作人员没有佩戴工牌", "窗口无人值守，等候{n}0分钟")),
    Finding("志愿服务缺位", (*COUNTER, *CULTURE), ("志愿服务站无人在岗", "便民物品不全，缺{n}样")),
    Finding("不文明养犬", ("estate", "park", "square"), ("遛狗不牵绳{n}起",)),
    Finding("行人车辆不守规则", ("junction",), ("行人闯红灯{n}人次", "电动车逆行{n}辆")),
    Finding("室内吸烟", (*TRADE, "hospital"), ("室内有人吸烟，没有劝阻", "禁烟标识旁有烟蒂{n}个")),
]
