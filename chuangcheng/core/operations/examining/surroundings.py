from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Max

from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.models import AuditEntry, Event, EventDelivery, Schedule
from chuangcheng.core.operations.certificates import valid_until
from chuangcheng.core.operations.examining.finding import FAULT, Finding
from chuangcheng.core.operations.on_record import BACKED_UP
from chuangcheng.core.times import SHANGHAI, now

GB = 1 << 30  # bytes
LEAST_FREE = 2 * GB  # our choice
LATE = timedelta(minutes=5)  # a worker that did not look for this long is away; our choice
BACKUP_EVERY = timedelta(days=7)  # our choice
LOOKS_AHEAD = timedelta(days=60)  # deadlines reach so far; our choice
SHOWN = 3  # names in one line
CLOCK_OFF = timedelta(seconds=30)  # our choice
CERTIFICATE_LASTS = timedelta(days=30)  # our choice


def examine_worker(moment: datetime) -> Iterator[Finding]:
    """Whether a worker is at work, keeps up, and what it cannot do."""
    last = Schedule.objects.aggregate(last=Max("last_at"))["last"]
    waiting = Event.objects.filter(delivered_at__isnull=True, next_try_at__lt=moment - LATE).exists()
    if last is None or moment - last > LATE:
        yield Finding("warning", "后台作业没有运行，请确认 chuangcheng worker 已启动。")
    elif waiting:
        yield Finding("warning", "后台作业跟不上，有消息等候超过五分钟，请增开 chuangcheng worker。")
    else:
        yield Finding("ok", "后台作业正常。")
    failing = list(Schedule.objects.exclude(error="").order_by("name").values_list("name", flat=True))
    if failing:
        yield Finding("warning", f"定期作业出错：{'、'.join(failing[:SHOWN])}，共 {len(failing)} 项，请查看日志。")
    undelivered = EventDelivery.objects.filter(done_at__isnull=True).exclude(error="").count()
    if undelivered:
        yield Finding("warning", f"有 {undelivered} 条消息没有处理成功，正在自动重试，请查看日志。")


def examine_backups(moment: datetime) -> Iterator[Finding]:
    """Whether there is a recent backup."""
    last = AuditEntry.objects.filter(action=BACKED_UP).order_by("-id").values_list("at", flat=True).first()
    if last is None:
        yield Finding("warning", "还没有备份过，请运行 chuangcheng backup。")
    elif moment - last > BACKUP_EVERY:
        yield Finding("warning", f"最近一次备份在 {(moment - last).days} 天前，请尽快备份。")
    else:
        yield Finding("ok", "最近一周内备份过。")


def examine_disk() -> Iterator[Finding]:
    """Whether there is room in the data folder."""
    free = shutil.disk_usage(settings.DATA).free
    is_well = free >= LEAST_FREE
    advice = "。" if is_well else "，请清理或扩容。"
    yield Finding("ok" if is_well else "warning", f"数据目录所在磁盘剩余 {free / GB:.1f} GB{advice}")


def examine_calendar(moment: datetime) -> Iterator[Finding]:
    """Whether the holidays of the coming weeks are known."""
    missing = office_calendar().unpublished_years(moment, moment + LOOKS_AHEAD)
    if missing:
        years = "、".join(map(str, missing))
        yield Finding("warning", f"{years} 年的节假日安排尚未录全，期限暂按周一至周五计算，请在“工作日历”中补充。")
    else:
        yield Finding("ok", "今后两个月的节假日安排已录入。")


def examine_clock(moment: datetime) -> Iterator[Finding]:
    """Whether this machine's clock agrees with what is written and with the database's own."""
    newest = AuditEntry.objects.aggregate(at=Max("at"))["at"] or moment
    ahead, off = newest - moment, timedelta(0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            off = abs(cursor.fetchone()[0] - now())
    if max(ahead, off) > CLOCK_OFF:
        seconds = round(max(ahead, off).total_seconds())
        yield Finding(FAULT, f"这台机器的时钟与记录或数据库相差 {seconds} 秒，期限会算错，请校准时间。")
    else:
        yield Finding("ok", "时钟与记录一致。")


def examine_certificate(moment: datetime) -> Iterator[Finding]:
    """Whether the certificate of our own HTTPS holds for some weeks more."""
    path = settings.TLS_CERTIFICATE
    if path is None:
        return
    try:
        until = valid_until(path)
    except (OSError, ValueError):
        yield Finding(FAULT, f"证书 {path} 读不出，服务将无法重新启动，请检查文件。")
        return
    day = f"{until.astimezone(SHANGHAI):%Y-%m-%d}"
    if until < moment:
        yield Finding(FAULT, f"HTTPS 证书已于 {day} 过期，请换上新证书后重新启动。")
    elif until < moment + CERTIFICATE_LASTS:
        yield Finding("warning", f"HTTPS 证书将于 {day} 到期，请及早更换。")
    else:
        yield Finding("ok", f"HTTPS 证书有效期至 {day}。")


def examine_exposure() -> Iterator[Finding]:
    """Whether the installation shows more than it should."""
    if not settings.IS_HTTPS:
        yield Finding("warning", "没有启用 HTTPS：密码会明文经过网络，手机也无法定位和离线使用。")
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding("warning", "没有限定访问的主机名，请设置 CHUANGCHENG_ALLOWED_HOSTS。")
    if (settings.DATA / "secrets").stat().st_mode & 0o077:
        yield Finding(FAULT, "密钥目录 secrets 可被其他用户读取，请执行 chmod 700。")
    if settings.DEBUG:
        yield Finding(FAULT, "正在以调试方式运行，请去掉 CHUANGCHENG_DEBUG。")
