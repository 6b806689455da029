"""Packs of rules in, an index that can be searched out."""
