"""The learned score of a line or a sentence."""
