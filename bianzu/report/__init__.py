"""Words, tables and JSON documents of the command line, in English and Chinese."""
