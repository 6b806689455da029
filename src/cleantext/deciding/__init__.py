"""Findings in, those to cut out: what surrounds them speaks for them or against them."""
