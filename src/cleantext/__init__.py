"""Take the boilerplate out of scraped news text and leave the article's body byte for byte.

>>> from cleantext import clean
>>> clean("Rain fell on Monday.\\nSubscribe to our newsletter!\\nIt stopped on Tuesday.\\n")
'Rain fell on Monday.\\nIt stopped on Tuesday.\\n'
"""

from cleantext.cleaner import Cleaner, clean
from cleantext.deciding.verdict import Verdict
from cleantext.errors import PackError
from cleantext.options import Profile
from cleantext.result import Result
from cleantext.rule import Removal

__all__ = ["Cleaner", "PackError", "Profile", "Removal", "Result", "Verdict", "clean"]
__version__ = "0.1.0"
