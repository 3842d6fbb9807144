"""What every map of the product shares: the box and zoom that a page asks with, and the grid that gathers places."""

from chuangcheng.core.maps.boxes import Box, BoxForm
from chuangcheng.core.maps.clustering import APART_FROM, FINEST, cell_of, hexagon_of, letters_at

__all__ = ["APART_FROM", "FINEST", "Box", "BoxForm", "cell_of", "hexagon_of", "letters_at"]
