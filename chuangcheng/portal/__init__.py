"""The public site, `/public/`: residents report without an account, follow what becomes of it, and see what was fixed
nearby. Nothing that a resident sent is public before somebody has looked at it (docs/decisions/0005-portal.md)."""
