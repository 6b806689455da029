"""Where what ships with the package is: what was learned and compiled, and the packs."""

import os.path  # `pathlib` and `importlib.resources` take longer to import than the rest of the start

_HERE = os.path.dirname(__file__)
DATA, PACKS = os.path.join(_HERE, "data"), os.path.join(_HERE, "packs")
