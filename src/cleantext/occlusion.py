"""Say what weighed in a score: hide one thing after the other from the judge, and see how the score changes.

The method is occlusion (Zeiler and Fergus, 2014). Imports numpy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cleantext.features import CONTEXT_NAMES, SHAPE_NAMES, Lines, read_lines, word_spans
from cleantext.network import Inputs, Model, log_odds, read_inputs

Array = npt.NDArray[Any]

NAMED = 8
"""As many reasons are named, at most."""
_WORDS = 40
_NAMES = np.array(SHAPE_NAMES + CONTEXT_NAMES)
