"""The learned judge of a line among others, for the profile ``article``. Needs numpy."""
