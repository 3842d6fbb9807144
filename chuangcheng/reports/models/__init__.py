"""Tables of bulletins and of the office's own templates."""

from chuangcheng.reports.models.bulletins import Bulletin, BulletinStep
from chuangcheng.reports.models.templates import PaperTemplate, TemplateUse

__all__ = ["Bulletin", "BulletinStep", "PaperTemplate", "TemplateUse"]
