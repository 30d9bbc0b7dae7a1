//! Compiles again when a folder that is embedded gains or loses a file.

fn main() {
    println!("cargo:rerun-if-changed=theme");
    println!("cargo:rerun-if-changed=src/lexicon/languages");
}
