//! An edge: one file for each subcommand. What a user of the library would miss lives in the core, not here.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an edge: it reads, prints and asks the clock"
)]

mod args;
mod build;
mod check;
mod exit;
mod fix_terms;
mod init;
mod new;
mod opened;
mod search;
mod serve;
mod terminal;

pub use args::Args;
pub use exit::Outcome;

use args::Command;

/// Runs one command.
pub fn run(args: Args) -> Outcome {
    let result = match args.command {
        Command::Init(init) => init::run(&init),
        Command::New(new) => new::run(&new),
        Command::Build(build) => build::run(&build),
        Command::Check(check) => check::run(&check),
        Command::Search(search) => search::run(&search),
        Command::Serve(serve) => serve::run(&serve),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        error.outcome()
    })
}
