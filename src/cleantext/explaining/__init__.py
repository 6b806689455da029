"""What is told about cuts and rules: why, at what cost, and whether examples hold."""
