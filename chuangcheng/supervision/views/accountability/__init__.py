"""Pages of rewards, accountability and red and black lists."""
