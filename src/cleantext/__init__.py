"""cleantext"""
from cleantext.cleaner import Cleaner, Result
from cleantext.rule import Removal
__all__ = ["Cleaner", "Removal", "Result"]
