"""The shipped schemes, as TOML files; a package so that they are installed with the code."""
