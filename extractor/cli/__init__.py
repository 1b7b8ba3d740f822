"""The command line. Each command has its module; what they need is imported when they run."""
