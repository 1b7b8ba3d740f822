"""Other people's engines. One function from Arrow record batch to Arrow record batch is all that they see."""
