"""What pages of frameworks ask for."""
