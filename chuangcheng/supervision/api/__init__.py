"""The JSON API of supervision."""

from ninja import Router

router = Router()

__all__ = ["router"]
