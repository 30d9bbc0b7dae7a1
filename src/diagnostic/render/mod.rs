//! The printed forms of diagnostics: each one a file, each a function from values to text.
