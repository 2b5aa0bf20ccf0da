"""Parties of an order book against lists of restricted parties: who is on which, how sure, why."""
