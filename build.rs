//! Compiles again when the theme, which is embedded, gains or loses a file.
#![expect(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

fn main() {
    println!("cargo:rerun-if-changed=theme");
}
