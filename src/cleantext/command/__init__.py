"""The command line, the hook, and the files that they read and write."""
