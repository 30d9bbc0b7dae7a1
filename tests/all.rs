//! All tests of the library and the binary in one program.

mod cases;
mod hostile;
mod house;
mod publishing;
mod site;
mod support;
