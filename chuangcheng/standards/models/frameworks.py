from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.standards.models.site_types import SiteType
from chuangcheng.standards.models.weights import WeightsField


class Framework(models.Model):
    """One edition of a framework. What came in force is never changed; a new edition carries over what still holds."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        IN_FORCE = "in_force", _("执行中")
        CLOSED = "closed", _("已停用")

    class Programme(models.TextChoices):
        CIVILISED = "civilised", _("文明创建")
        HYGIENE = "hygiene", _("卫生创建")
        GARDEN = "garden", _("园林创建")
        OTHER = "other", _("其他创建")

    class CountedChecks(models.TextChoices):
        ALL = "all", _("窗口内的全部检查")
        LATEST = "latest", _("每个点位每条标准只取最近一次")

    code = models.CharField(max_length=40)  # the same in every edition
    name = models.CharField(max_length=120)
    edition = models.CharField(max_length=60)
    programme = models.CharField(max_length=40, choices=Programme.choices, default=Programme.CIVILISED)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    is_sample = models.BooleanField(default=False)
    note = models.TextField(default="", blank=True)
    levels = models.JSONField(default=list)  # names of the tree's three levels, top first
    total = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)  # checked, never scales
    method_weights = WeightsField(default=dict)  # method → weight as decimal string
    cycle_weights = models.JSONField(default=list)  # decimal strings, one a year
    gate = models.JSONField(default=dict)  # {"name", "min", "share"} or empty
    window_from = models.DateField(null=True, blank=True)  # first day whose facts count
    window_to = models.DateField(null=True, blank=True)  # last day whose facts count
    counted_checks = models.CharField(max_length=10, choices=CountedChecks.choices, default=CountedChecks.ALL)
    carried_over_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later_editions")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "edition"], name="framework_edition_once")]

    def __str__(self) -> str:
        return f"{self.name}（{self.edition}）"


class Item(models.Model):
    """测评项目; known by its name."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(max_length=40, default="", blank=True)  # its number, where the office gives one
    name = models.CharField(max_length=200)
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["framework", "name"], name="item_once")]


class Content(models.Model):
    """测评内容; known by its item and its name."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="contents")
    name = models.CharField(max_length=200)
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["item", "name"], name="content_once")]


class Standard(models.Model):
    """测评标准: full marks and one or more parts."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="standards")
    content = models.ForeignKey(Content, on_delete=models.CASCADE, related_name="standards")
    code = models.CharField(max_length=40)
    text = models.TextField()
    marks = models.DecimalField(max_digits=9, decimal_places=4)  # points
    evidence = models.TextField(default="", blank=True)  # material asked for
    source = models.CharField(max_length=300, default="", blank=True)
    order = models.PositiveIntegerField()
    site_types = models.ManyToManyField(SiteType, related_name="standards", blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="standard_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Part(models.Model):
    """A share of a standard's marks, judged by one method under one rule."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="parts")
    method = models.CharField(max_length=40)  # 网上申报, 实地考察, 问卷调查 … as the framework names it
    share = models.DecimalField(max_digits=7, decimal_places=6)  # 0..1 of the standard's marks
    rule = models.CharField(max_length=20)  # engine rule: pass_rate, site_rate, deduct …
    parameters = models.CharField(max_length=200, default="", blank=True)  # "per=0.5;cap=3"
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]


class NegativeEntry(models.Model):
    """An entry of the negative list and what a standing hit does."""

    SANCTIONS = {"void": _("一票否决"), "suspend": _("暂停资格")}

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="negative_entries")
    code = models.CharField(max_length=40)
    domain = models.CharField(max_length=100)
    text = models.TextField()
    sanction = models.CharField(max_length=40)  # void, deduct:n, suspend
    look_back_months = models.PositiveSmallIntegerField(null=True, blank=True)  # how far back a hit counts
    note = models.TextField(default="", blank=True)
    source = models.CharField(max_length=300, default="", blank=True)
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="negative_code_once")]

    @property
    def sanction_words(self) -> str:
        """What a standing hit does, for people."""
        kind, _colon, points = self.sanction.partition(":")
        return _("扣%(points)s分") % {"points": points} if kind == "deduct" else str(self.SANCTIONS.get(kind, kind))
