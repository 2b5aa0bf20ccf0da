"""Rebuilds the tables of the US Export Administration Regulations from their editions."""
