//! The `casebook` binary: arguments in, one command run, exit code out.

fn main() {}
