"""How facts look to people: colours and marks that the notebook and the report page share. Outer layer: the core imports nothing of it."""
