"""Word lists of the reader of events, as data (``*.toml``)."""
