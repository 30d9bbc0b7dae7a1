//! The `casebook` binary: arguments in, one command run, exit code out.

use casebook::command::{Args, run};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    run(Args::parse()).into()
}
