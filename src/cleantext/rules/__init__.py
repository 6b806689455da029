"""Packs in; out comes the index that ``finding`` searches."""
