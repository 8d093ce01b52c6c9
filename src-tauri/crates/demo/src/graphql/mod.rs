//! GraphQL as far as a sync needs it: parse, check against the schema slice, project only what is selected.

pub(crate) mod answer;
pub(crate) mod change;
pub(crate) mod connection;
pub(crate) mod execute;
pub(crate) mod fault;
pub(crate) mod inputs;
pub(crate) mod plan;
pub(crate) mod schema;
pub(crate) mod write;

#[cfg(test)]
mod tests;
