"""What is decided is cut, and what is left is carried on with."""
