"""Papers: what stands on them, how they are laid out, and the press that prints them."""
