"""Tables of the public site: submissions with what is public of them, and the apps that send by Open311."""

from chuangcheng.portal.models.apps import AppKey, AppRequest, Question
from chuangcheng.portal.models.submissions import Decision, PublicPhoto, Stars, Submission

__all__ = ["AppKey", "AppRequest", "Decision", "PublicPhoto", "Question", "Stars", "Submission"]
