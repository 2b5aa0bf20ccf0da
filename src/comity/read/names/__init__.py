"""Who and what a text names: sides, people and offices, goods, places."""
