//! Properties of rankings.
