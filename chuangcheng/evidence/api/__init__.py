"""The JSON API of material."""

from chuangcheng.evidence.api.materials import router

__all__ = ["router"]
