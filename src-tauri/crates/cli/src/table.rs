//! A table: one shape for people and for spreadsheets.

use comfy_table::{CellAlignment, ContentArrangement, TableComponent, presets};
use std::io;
use vouchsafe_app::words::{Words, key};
use vouchsafe_domain::time::Timestamp;

use crate::plain;

/// The longest text in a cell of a table for people, in characters.
const LONGEST: usize = 48;
/// Microseconds.
const SECOND: i64 = 1_000_000;

/// A column: its name in CSV; its heading for people stands in the Fluent files under `col-<name>` or `cli-<name>`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub name: &'static str,
    /// Only CSV has it: for people it would be too much.
    pub is_extra: bool,
}

/// A column of every table.
pub(crate) const fn col(name: &'static str) -> Column {
    Column { name, is_extra: false }
}

/// A column of CSV alone.
pub(crate) const fn extra(name: &'static str) -> Column {
    Column { name, is_extra: true }
}

/// A cell.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    /// Somebody's text.
    Text(String),
    /// A word of ours: the family of its sentence and its code.
    Word(&'static str, &'static str),
    /// A number of ours.
    Figure(String),
    /// An instant: to the second for people.
    At(Timestamp),
    /// Nothing.
    Empty,
}

impl Cell {
    /// Somebody's text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number of ours.
    pub(crate) fn figure(value: impl ToString) -> Self {
        Self::Figure(value.to_string())
    }

    /// A cell where there is a value, an empty one where there is none.
    pub(crate) fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }

    fn shown(&self, words: &Words) -> String {
        match self {
            Self::Text(text) => plain::short(text, LONGEST),
            Self::Word(family, code) => {
                let key = key(family, code);
                if words.has(&key) { words.say(&key, []) } else { (*code).to_owned() }
            }
            Self::Figure(value) => value.clone(),
            Self::At(at) => Timestamp::from_micros(at.micros() - at.micros().rem_euclid(SECOND)).to_string(),
            Self::Empty => String::new(),
        }
    }

    fn in_csv(&self) -> String {
        match self {
            Self::Text(text) => plain::cell(text),
            Self::Word(_, code) => (*code).to_owned(),
            Self::Figure(value) => value.clone(),
            Self::At(at) => at.to_string(),
            Self::Empty => String::new(),
        }
    }
}

/// A table.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// Its heading, in the reader's language.
    pub title: Option<String>,
    pub columns: &'static [Column],
    pub rows: Vec<Vec<Cell>>,
}

/// The heading of a column.
fn heading(column: Column, words: &Words) -> String {
    let found = ["col", "cli"].iter().map(|family| key(family, column.name)).find(|key| words.has(key));
    found.map_or_else(|| column.name.to_owned(), |key| words.say(&key, []))
}

impl Table {
    /// Writes the table for people.
    pub(crate) fn print(&self, words: &Words, out: &mut dyn io::Write) -> io::Result<()> {
        if let Some(title) = &self.title {
            writeln!(out, "{}", plain::plain(title))?;
        }
        let shown = |cells: &dyn Fn(usize) -> String| -> Vec<String> {
            (0..self.columns.len()).filter(|index| !self.columns[*index].is_extra).map(cells).collect()
        };
        let mut table = comfy_table::Table::new();
        table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        table.set_style(TableComponent::HeaderLines, '─').set_style(TableComponent::MiddleHeaderIntersections, ' ');
        table.set_header(shown(&|index| heading(self.columns[index], words)));
        for row in &self.rows {
            table.add_row(shown(&|index| row.get(index).map_or_else(String::new, |cell| cell.shown(words))));
        }
        let places: Vec<usize> = (0..self.columns.len()).filter(|index| !self.columns[*index].is_extra).collect();
        for (column, index) in table.column_iter_mut().zip(places) {
            column.set_padding((0, 1));
            if self.rows.iter().filter_map(|row| row.get(index)).any(|cell| matches!(cell, Cell::Figure(_))) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        for line in table.lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// Writes the table and an empty line, if there is anything in it.
    pub(crate) fn print_unless_empty(&self, words: &Words, out: &mut dyn io::Write) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        self.print(words, out)?;
        writeln!(out)
    }
}

/// Writes rows as CSV (RFC 4180, with a heading), as they come.
pub(crate) struct CsvRows<W: io::Write> {
    writer: csv::Writer<W>,
}

impl<W: io::Write> CsvRows<W> {
    /// Begins with the heading.
    pub(crate) fn new(columns: &[Column], out: W) -> io::Result<Self> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out);
        writer.write_record(columns.iter().map(|column| column.name)).map_err(io_error)?;
        Ok(Self { writer })
    }

    /// Writes a row.
    pub(crate) fn write(&mut self, row: &[Cell]) -> io::Result<()> {
        self.writer.write_record(row.iter().map(Cell::in_csv)).map_err(io_error)
    }

    /// Writes what is still held back.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
