//! t
pub fn routes() {}
