"""Reading articles and writing extractions. Outer layer: it imports the core, the core never imports it."""
