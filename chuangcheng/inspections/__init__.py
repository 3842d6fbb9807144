"""检查: rounds, their sites and people, visits and the immutable checks that they leave."""
