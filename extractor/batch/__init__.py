"""The run: many inputs through workers into a sink, resumable, with every input accounted for."""
