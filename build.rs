//! Compiles again when the theme, which is embedded, gains or loses a file.

fn main() {
    println!("cargo:rerun-if-changed=theme");
}
