"""Builds the optional C modules; all else is in pyproject.toml."""

from setuptools import Extension, setup

MODULES = ("_fast", "_search", "_sight")

setup(ext_modules=[Extension(f"cleantext.{name}", [f"src/cleantext/{name}.c"], depends=["src/cleantext/_text.h"], optional=True) for name in MODULES])
