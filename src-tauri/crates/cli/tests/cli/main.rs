//! The real binary, on real files, against the demo shop over HTTP.

#![allow(clippy::unwrap_used)]

mod acts;
mod backtest;
mod bad_input;
mod demo;
mod doctor;
mod erase;
mod files;
mod keeping;
mod letters;
mod lists;
mod pay;
mod program;
mod replay;
mod runner;
mod safe_post;
