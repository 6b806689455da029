"""What is decided is widened to what goes along with it, and cut."""
