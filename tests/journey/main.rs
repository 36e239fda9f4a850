//! The product over HTTP, concept by concept, and its whole story in one test.

mod platform;
