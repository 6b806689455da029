"""Builds the optional C module; all else is in pyproject.toml."""

from setuptools import Extension, setup

setup(ext_modules=[Extension("cleantext._fast", ["src/cleantext/_fast.c"], optional=True)])
