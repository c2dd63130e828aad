"""Other ways to solve the same instances, for the side-by-side. Each runs in a process of its own."""
