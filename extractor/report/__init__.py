"""One page to read, check and correct extractions: ``extractor report``. Outer layer: the core imports nothing of it."""
