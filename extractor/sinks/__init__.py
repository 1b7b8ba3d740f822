"""Where extractions go: files and databases. Outer layer: it imports the core, the core never imports it."""
