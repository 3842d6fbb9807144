"""Units and bodies, people and their posts, hand-over, roles and permissions: who may do what where."""
