"""View in, findings out."""
