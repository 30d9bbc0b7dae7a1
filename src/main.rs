//! The `casebook` binary: arguments in, one command run, exit code out.

use casebook::command::{Args, run};
use clap::Parser;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A server builds for hours on several threads; the system's allocator keeps what each of them gave back apart.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    run(Args::parse()).into()
}
