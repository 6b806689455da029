"""Builds the optional C modules; all else is in pyproject.toml."""

from setuptools import Extension, setup

MODULES = ("_fast", "_sight")

setup(ext_modules=[Extension(f"cleantext.{name}", [f"src/cleantext/{name}.c"], optional=True) for name in MODULES])
