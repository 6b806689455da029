"""The one error of cleantext's own."""


class PackError(ValueError):
    """A pack cannot be used; the message names the file, the rule, the field and the remedy."""
